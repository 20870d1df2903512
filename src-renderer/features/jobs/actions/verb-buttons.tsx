import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { focusFirstItem } from '../../../ui/keys/focus-first-item.ts';
import { jobsTexts } from '../jobs-texts.ts';
import { AllowLink } from './allow-link.tsx';
import { useAct, useIsActing } from './use-act.ts';
import classes from './verb-buttons.module.css';
import { reasonText, VerbItems } from './verb-items.tsx';
import { firstVerbs, MORE_VERBS, type Verb } from './verbs.ts';

/**
 * Buttons for actions on these miners. A verb that none of them can do is disabled, with the
 * reason. In read-only mode all are.
 */
export function VerbButtons(props: { miners: readonly Miner[]; text: string }) {
  const { miners, text } = props;
  const isActing = useIsActing();
  const act = useAct();
  if (isActing === null) return null;
  const ids = miners.map(({ id }) => id);
  const run = (verb: Verb) => act(verb, ids, text);
  const shown = firstVerbs(miners);
  return (
    <fieldset className={classes.verbs} aria-label={jobsTexts.actions}>
      {shown.map((verb) => {
        const why = isActing ? reasonText(verb, miners) : jobsTexts.readOnlyShort;
        return (
          <Button
            key={verb}
            variant="default"
            aria-disabled={why !== null}
            {...(why !== null && { 'data-disabled': true, title: why })}
            onClick={() => why === null && run(verb)}
          >
            {jobsTexts.verbs[verb]}
            {why !== null && <span className="visually-hidden">: {why}</span>}
          </Button>
        );
      })}
      <Menu
        position="top-start"
        withinPortal={false}
        withInitialFocusPlaceholder={false}
        transitionProps={{ duration: 0 }}
      >
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={13} />} aria-label={jobsTexts.moreLabel}>
            {jobsTexts.more}
          </Button>
        </Menu.Target>
        <Menu.Dropdown ref={focusFirstItem} aria-label={jobsTexts.moreLabel}>
          <VerbItems
            verbs={MORE_VERBS}
            miners={miners}
            onVerb={run}
            {...(!isActing && { none: jobsTexts.readOnlyShort })}
          />
        </Menu.Dropdown>
      </Menu>
      {!isActing && (
        <span className={classes.note}>
          {jobsTexts.readOnlyShort} · <AllowLink>{jobsTexts.allow}</AllowLink>
        </span>
      )}
    </fieldset>
  );
}

/** Says that actions are switched off, with a link to the setting. */
export function ReadOnlyNote() {
  return (
    <span className={classes.note}>
      {jobsTexts.readOnly} <AllowLink>{jobsTexts.allow}</AllowLink>
    </span>
  );
}
