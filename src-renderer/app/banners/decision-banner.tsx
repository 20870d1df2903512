import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { wantedSection } from '../../api/wanted-section.ts';
import classes from './banners.module.css';

/** A decision for the operator, to be made in the settings or dismissed. */
export function DecisionBanner(props: {
  decide: string;
  /** Title of the section of the settings. */
  section: string;
  dismiss: string;
  onDismiss: () => void;
  children: ReactNode;
}) {
  return (
    <div className={classes.banner}>
      <span>{props.children}</span>
      <span className={classes.actions}>
        <Button
          component={Link}
          href="/settings"
          size="compact-xs"
          variant="default"
          onClick={() => wantedSection.set(props.section)}
        >
          {props.decide}
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={props.onDismiss}>
          {props.dismiss}
        </Button>
      </span>
    </div>
  );
}
