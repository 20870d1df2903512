import { Link } from 'wouter';
import { wantedSection } from '../../../api/wanted-section.ts';
import { jobsTexts } from '../jobs-texts.ts';

/** Makes the settings open at the switch that allows changes. */
export function wantAllowed(): void {
  wantedSection.set(jobsTexts.settings.title);
}

/** Leads to the switch in the settings that allows changes. */
export function AllowLink({ children }: { children: string }) {
  return (
    <Link href="/settings" onClick={wantAllowed}>
      {children}
    </Link>
  );
}
