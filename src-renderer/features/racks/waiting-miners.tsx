import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { namesOf } from '../../miner-view/miner-names.ts';
import { modelName } from '../../miner-view/model-name.ts';
import { whyNot } from '../jobs/actions/verbs.ts';
import classes from './racks.module.css';
import { racksTexts } from './racks-texts.ts';

const texts = racksTexts.placing;
/** Others are found by search. */
const MOST_SHOWN = 60;

/** Miners without a slot, those of this rack first. One of them is chosen. */
export function WaitingMiners(props: {
  miners: readonly Miner[];
  /** How many of them are in this rack. */
  slotlessCount: number;
  chosenId: string | null;
  onChoose: (miner: Miner) => void;
  /** Makes a miner blink; null if PowerHive may not change miners. */
  onLocate: ((miner: Miner) => void) | null;
}) {
  const { miners, slotlessCount, chosenId, onLocate } = props;
  const [filter, setFilter] = useState('');
  const asked = filter.trim().toLowerCase();
  const found = asked === '' ? miners : miners.filter((miner) => namesOf(miner).some((name) => name.includes(asked)));
  return (
    <section className={classes.waiting} aria-label={texts.waiting(miners.length)}>
      <h2>{texts.waiting(miners.length)}</h2>
      {slotlessCount > 0 && <p className={classes.quiet}>{texts.others(slotlessCount)}</p>}
      <TextInput
        aria-label={texts.filter}
        placeholder={texts.filter}
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
      />
      {found.length === 0 ? (
        <p className={classes.quiet}>{miners.length === 0 ? texts.noneWaiting : texts.noneFound}</p>
      ) : (
        <ul className={classes.list}>
          {found.slice(0, MOST_SHOWN).map((miner) => (
            <li key={miner.id} data-chosen={miner.id === chosenId}>
              <button
                type="button"
                className={classes.choose}
                aria-pressed={miner.id === chosenId}
                onClick={() => props.onChoose(miner)}
              >
                <strong>{minerName(miner)}</strong>
                <span className={classes.quiet}>{aboutOf(miner)}</span>
              </button>
              {onLocate !== null && (
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={texts.locateMiner(minerName(miner))}
                  disabled={whyNot('locate', miner) !== null}
                  onClick={() => onLocate(miner)}
                >
                  {texts.locate}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {found.length > MOST_SHOWN && <p className={classes.quiet}>{texts.more(found.length - MOST_SHOWN)}</p>}
    </section>
  );
}

function aboutOf(miner: Miner): string {
  const address = miner.ip ?? miner.last_ip;
  return [address === minerName(miner) ? null : address, modelName(miner), miner.place]
    .filter((part) => part !== null)
    .join(' · ');
}
