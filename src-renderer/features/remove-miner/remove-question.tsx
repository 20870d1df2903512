import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { Dialog } from '../../ui/forms/dialog.tsx';
import classes from './remove-miner.module.css';
import { minerLifeTexts } from './remove-miner-texts.ts';

export type RemovedHistory = 'keep' | 'drop';

const texts = minerLifeTexts.remove;

const CHOICES = [
  { value: 'keep', text: texts.keep, means: texts.keepMeans },
  { value: 'drop', text: texts.drop, means: texts.dropMeans },
] as const;

/** Asks whether to remove miners, and whether to keep their history. */
export function RemoveQuestion(props: {
  miners: readonly Miner[];
  onClose: () => void;
  onRemove: (history: RemovedHistory) => void;
}) {
  const { miners, onClose, onRemove } = props;
  const [history, setHistory] = useState<RemovedHistory>('keep');
  const group = useId();
  const [only] = miners;
  const what = miners.length === 1 && only !== undefined ? minerName(only) : texts.miners(miners.length);
  const online = miners.filter((miner) => miner.online).length;
  return (
    <Dialog onClose={onClose} title={texts.title(what)} size={440}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          onRemove(history);
        }}
      >
        <p>{removedWords(miners.length, online)}</p>
        <div role="radiogroup" aria-label={texts.history} className={classes.choices}>
          {CHOICES.map(({ value, text, means }) => (
            <label key={value} className={classes.choice}>
              <input
                type="radio"
                name={group}
                checked={history === value}
                data-autofocus={history === value ? true : undefined}
                onChange={() => setHistory(value)}
              />
              <span>
                {text(miners.length)}
                <span className={classes.quiet}>{means}</span>
              </span>
            </label>
          ))}
        </div>
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {minerLifeTexts.cancel}
          </Button>
          <Button type="submit">{history === 'keep' ? texts.submit : texts.submitDrop}</Button>
        </div>
      </form>
    </Dialog>
  );
}

function removedWords(count: number, online: number): string {
  const gone = texts.gone(count);
  return online === 0 ? gone : `${gone} ${texts.comesBack(count, online)}`;
}
