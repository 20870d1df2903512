import { Button, Modal } from '@mantine/core';
import { useId, useState } from 'react';
import { minerName } from '../../../src-shared/miner-name.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import classes from './miner-life.module.css';

export type RemovedHistory = 'keep' | 'drop';

const CHOICES: readonly { readonly value: RemovedHistory; readonly text: string; readonly means: string }[] = [
  { value: 'keep', text: 'Keep its history', means: 'Readings stay in the database, and in exports.' },
  { value: 'drop', text: 'Delete its history', means: "This can't be undone. Totals of the farm stay as they are." },
];

/** Asks whether miners are to be removed, and what becomes of their history. */
export function RemoveQuestion(props: {
  miners: readonly Miner[];
  onClose: () => void;
  onRemove: (history: RemovedHistory) => void;
}) {
  const { miners, onClose, onRemove } = props;
  const [history, setHistory] = useState<RemovedHistory>('keep');
  const group = useId();
  const [only] = miners;
  const what =
    miners.length === 1 && only !== undefined ? minerName(only) : `${miners.length.toLocaleString('en')} miners`;
  const online = miners.filter((miner) => miner.online).length;
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Remove ${what}?`}
      size={440}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          onRemove(history);
        }}
      >
        <p>{removedWords(miners.length, online)}</p>
        <div role="radiogroup" aria-label="History" className={classes.choices}>
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
                {miners.length === 1 ? text : text.replace('its', 'their')}
                <span className={classes.quiet}>{means}</span>
              </span>
            </label>
          ))}
        </div>
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit">{history === 'keep' ? 'Remove' : 'Remove and delete history'}</Button>
        </div>
      </form>
    </Modal>
  );
}

function removedWords(count: number, online: number): string {
  const what = count === 1 ? 'Its name, password and API key' : 'Their names, passwords and API keys';
  const gone = `${what} are deleted from PowerHive. Nothing is changed on the ${count === 1 ? 'miner' : 'miners'}.`;
  if (online === 0) return gone;
  const who =
    count === 1 ? 'It is online' : `${online.toLocaleString('en')} of them ${online === 1 ? 'is' : 'are'} online`;
  return `${gone} ${who}: the next scan adds ${count === 1 || online === 1 ? 'it' : 'them'} again as new.`;
}
