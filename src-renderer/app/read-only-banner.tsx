import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { jobsTexts as texts } from '../features/jobs/jobs-texts.ts';
import { useIsActing } from '../features/jobs/use-act.ts';
import classes from './banners.module.css';

/** The screens on which miners are acted on. */
const ACTS = /^\/(?:fleet|jobs)(?:\/|$)/;

/** That PowerHive cannot change miners yet, where it could: until it is dismissed, or they are allowed. */
export function ReadOnlyBanner() {
  const [path] = useLocation();
  const isActing = useIsActing();
  const [isDismissed, setDismissed] = useState(false);
  if (isActing !== false || isDismissed || !ACTS.test(path)) return null;
  return (
    <div className={classes.banner}>
      <span>{texts.readOnly}</span>
      <span className={classes.actions}>
        <Button component={Link} href="/settings" size="compact-xs" variant="default">
          {texts.allow}
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setDismissed(true)}>
          {texts.dismiss}
        </Button>
      </span>
    </div>
  );
}
