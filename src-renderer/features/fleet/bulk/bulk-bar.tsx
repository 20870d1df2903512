import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { toastDone, toastFailure } from '../../../ui/toast.ts';
import { type RemovedHistory, RemoveQuestion } from '../../miner-life/remove-question.tsx';
import classes from './bulk-bar.module.css';
import { NicknameForm, PasswordForm } from './bulk-forms.tsx';
import { BulkProgressLine } from './bulk-progress-line.tsx';
import { nicknameFrom } from './name-pattern.ts';
import { useBulk } from './use-bulk.ts';

const number = new Intl.NumberFormat('en');

/** What can be done with the selected miners now; it stays until the result of what was done is read. */
export function BulkBar(props: {
  miners: readonly Miner[];
  shownCount: number;
  onAll: () => void;
  onNone: () => void;
}) {
  const { miners, shownCount } = props;
  const bulk = useBulk();
  const { progress, result } = bulk;
  if (miners.length === 0 && progress === null && result === null) return null;

  const unmanaged = miners.filter(({ managed }) => !managed);
  const managed = miners.filter((miner) => miner.managed);
  const addresses = miners.flatMap(({ ip }) => (ip === null ? [] : [ip]));
  return (
    <section className={classes.bar} aria-label="Selected miners">
      {progress === null ? (
        <span className={classes.count}>
          <strong>{number.format(miners.length)}</strong> selected
        </span>
      ) : (
        <BulkProgressLine progress={progress} onStop={bulk.stop} />
      )}
      {progress === null && miners.length > 0 && (
        <div className={classes.actions}>
          {miners.length < shownCount && (
            <Action onClick={props.onAll}>{`Select all ${number.format(shownCount)}`}</Action>
          )}
          <Action
            disabled={unmanaged.length === 0}
            onClick={() => bulk.update(unmanaged, () => ({ managed: true }), 'managed')}
          >
            {unmanaged.length === 0 ? 'Manage' : `Manage ${number.format(unmanaged.length)}`}
          </Action>
          <Action
            disabled={managed.length === 0}
            onClick={() => bulk.update(managed, () => ({ managed: false }), 'unmanaged')}
          >
            {managed.length === 0 ? 'Unmanage' : `Unmanage ${number.format(managed.length)}`}
          </Action>
          <Action onClick={() => bulk.rescan(miners)}>Rescan</Action>
          <NicknameForm
            count={miners.length}
            onPattern={(pattern) =>
              bulk.update(miners, (index) => ({ nickname: nicknameFrom(pattern, index + 1) }), 'named')
            }
          />
          <PasswordForm
            count={miners.length}
            onPassword={(unlock_pass) => bulk.update(miners, () => ({ unlock_pass }), 'given the password')}
          />
          <RemoveAction miners={miners} onRemove={(history) => bulk.remove(miners, history)} />
          <Action disabled={addresses.length === 0} onClick={() => void copy('addresses', addresses)}>
            Copy IPs
          </Action>
          <Action
            onClick={() =>
              void copy(
                'MACs',
                miners.map(({ id }) => id),
              )
            }
          >
            Copy MACs
          </Action>
        </div>
      )}
      <span role="status" className={result?.failed === true ? classes.failed : classes.result}>
        {result?.text}
      </span>
      {progress === null && (
        <Action
          onClick={() => {
            bulk.dismiss();
            props.onNone();
          }}
        >
          Clear
        </Action>
      )}
    </section>
  );
}

function RemoveAction(props: { miners: readonly Miner[]; onRemove: (history: RemovedHistory) => void }) {
  const [asked, setAsked] = useState<readonly Miner[] | null>(null);
  return (
    <>
      <Action onClick={() => setAsked(props.miners)}>Remove …</Action>
      {asked !== null && (
        <RemoveQuestion
          miners={asked}
          onClose={() => setAsked(null)}
          onRemove={(history) => {
            setAsked(null);
            props.onRemove(history);
          }}
        />
      )}
    </>
  );
}

function Action(props: { children: string; disabled?: boolean; onClick: () => void }) {
  return (
    <Button variant="subtle" color="gray" disabled={props.disabled === true} onClick={props.onClick}>
      {props.children}
    </Button>
  );
}

async function copy(what: string, lines: readonly string[]): Promise<void> {
  try {
    await navigator.clipboard.writeText(lines.join('\n'));
    toastDone(`${number.format(lines.length)} ${what} copied`);
  } catch {
    toastFailure(`The ${what} could not be copied`, 'The clipboard is closed to this page: allow it, or use the CSV.');
  }
}
