import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { useLive } from '../../api/use-powerhive.ts';
import { Dialog } from '../../ui/forms/dialog.tsx';
import classes from './remove-miner.module.css';
import { minerLifeTexts } from './remove-miner-texts.ts';
import { likelySuccessor, successorsOf } from './successors.ts';

const texts = minerLifeTexts.replace;

/** Asks which miner replaces another one. */
export function ReplaceQuestion(props: { miner: Miner; onClose: () => void; onReplace: (successor: Miner) => void }) {
  const { miner, onClose, onReplace } = props;
  const miners = useLive((view) => view.miners);
  const candidates = successorsOf(miner, miners);
  const [id, setId] = useState<string | null>(() => likelySuccessor(miner, candidates));
  // Then only the button is left to be pressed.
  const [isLikely] = useState(id !== null);
  const successor = candidates.find((candidate) => candidate.id === id);
  const name = minerName(miner);
  return (
    <Dialog onClose={onClose} title={texts.title(name)} size={440}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (successor !== undefined) onReplace(successor);
        }}
      >
        <p>{texts.about(name)}</p>
        {miner.online && <p className={classes.quiet}>{texts.onlyOffline(name)}</p>}
        <Select
          label={texts.by}
          placeholder={candidates.length === 0 ? texts.none : texts.placeholder}
          searchable
          // Its list would cover the buttons of the dialog: it opens once it is asked for.
          openOnFocus={false}
          data-autofocus={isLikely ? undefined : true}
          limit={50}
          maxDropdownHeight={260}
          nothingFoundMessage={texts.notFound}
          disabled={candidates.length === 0}
          data={candidates.map((candidate) => ({ value: candidate.id, label: successorText(candidate) }))}
          value={id}
          onChange={setId}
        />
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {minerLifeTexts.cancel}
          </Button>
          <Button type="submit" data-autofocus={isLikely ? true : undefined} disabled={successor === undefined}>
            {texts.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function successorText(miner: Miner): string {
  const name = minerName(miner);
  return [name, miner.ip === name ? null : miner.ip, miner.id === name ? null : miner.id]
    .filter((part) => part !== null)
    .join(' · ');
}
