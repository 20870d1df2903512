import { useState } from 'react';
import { useLocation } from 'wouter';
import { jobsTexts as texts } from '../features/jobs/jobs-texts.ts';
import { useIsActing } from '../features/jobs/use-act.ts';
import { DecisionBanner } from './decision-banner.tsx';

/** The screens on which miners are acted on. */
const ACTS = /^\/(?:fleet|jobs)(?:\/|$)/;

/** That PowerHive cannot change miners yet, where it could: until it is dismissed, or they are allowed. */
export function ReadOnlyBanner() {
  const [path] = useLocation();
  const isActing = useIsActing();
  const [isDismissed, setDismissed] = useState(false);
  if (isActing !== false || isDismissed || !ACTS.test(path)) return null;
  return (
    <DecisionBanner decide={texts.allow} dismiss={texts.dismiss} onDismiss={() => setDismissed(true)}>
      {texts.readOnly}
    </DecisionBanner>
  );
}
