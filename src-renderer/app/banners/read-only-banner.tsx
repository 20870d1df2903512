import { useState } from 'react';
import { useLocation } from 'wouter';
import { useIsActing } from '../../features/jobs/actions/use-act.ts';
import { jobsTexts as texts } from '../../features/jobs/jobs-texts.ts';
import { DecisionBanner } from './decision-banner.tsx';

/** The screens with actions on miners. */
const ACTS = /^\/(?:fleet|jobs)(?:\/|$)/;

/** Says that actions are switched off. Shown until it is dismissed or they are switched on. */
export function ReadOnlyBanner() {
  const [path] = useLocation();
  const isActing = useIsActing();
  const [isDismissed, setDismissed] = useState(false);
  if (isActing !== false || isDismissed || !ACTS.test(path)) return null;
  return (
    <DecisionBanner
      decide={texts.allow}
      section={texts.settings.title}
      dismiss={texts.dismiss}
      onDismiss={() => setDismissed(true)}
    >
      {texts.readOnly}
    </DecisionBanner>
  );
}
