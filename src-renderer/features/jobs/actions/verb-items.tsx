import { Menu } from '@mantine/core';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { jobsTexts } from '../jobs-texts.ts';
import classes from './verb-buttons.module.css';
import { type Verb, whyNone } from './verbs.ts';

/** Why none of these miners can do a verb now, in words; null if one can. */
export function reasonText(verb: Verb, miners: readonly Miner[]): string | null {
  const why = whyNone(verb, miners);
  return why === null ? null : jobsTexts.whyNot[why];
}

/** Verbs as menu items; disabled with the reason if no miner can do one. `none` disables all. */
export function VerbItems(props: {
  verbs: readonly Verb[];
  miners: readonly Miner[];
  onVerb: (verb: Verb) => void;
  none?: string;
}) {
  return props.verbs.map((verb) => {
    const why = props.none ?? reasonText(verb, props.miners);
    return (
      <Menu.Item key={verb} disabled={why !== null} onClick={() => props.onVerb(verb)}>
        {jobsTexts.verbs[verb]}
        {why !== null && <span className={classes.why}> · {why}</span>}
      </Menu.Item>
    );
  });
}
