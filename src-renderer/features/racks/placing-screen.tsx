import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import { minerName } from '../../../src-shared/miner-name.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { useChangeMiner } from '../../api/use-miner-changes.ts';
import { useMinersNow } from '../../api/use-miners-now.ts';
import { placeOfSlot, type RackSize, rackSlots } from '../../miner-model/rack-slots.ts';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { ListPage } from '../../ui/layout/page.tsx';
import { useAct, useIsActing } from '../jobs/use-act.ts';
import type { ListedRack } from './rack-list.ts';
import { RackSlotsGrid } from './rack-slots-grid.tsx';
import classes from './racks.module.css';
import { RACKS_PATH } from './racks-place.ts';
import { racksTexts } from './racks-texts.ts';
import { WaitingMiners } from './waiting-miners.tsx';

const texts = racksTexts.placing;

/** A miner that was put into another place here, to be taken back. */
interface Step {
  readonly id: string;
  readonly before: string | null;
}

/**
 * Miners are put into the slots of one rack, one after the other: choose a miner, or make it blink,
 * and press the slot in which it stands.
 */
export function PlacingScreen({ rack, size }: { rack: ListedRack; size: RackSize }) {
  const miners = useMinersNow();
  const isActing = useIsActing() === true;
  const act = useAct();
  const change = useChangeMiner();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [message, setMessage] = useState('');
  const [steps, setSteps] = useState<readonly Step[]>([]);
  const { slots, others } = useMemo(() => rackSlots(rack.miners, size), [rack.miners, size]);
  const waiting = useMemo(() => [...others, ...miners.filter(({ place }) => place === null)], [others, miners]);
  const chosen = chosenId === null ? undefined : miners.find(({ id }) => id === chosenId);

  const choose = (miner: Miner): void => {
    setChosenId(miner.id);
    setMessage(texts.chosen(minerName(miner)));
  };
  const locate = (miner: Miner): void => {
    act('locate', [miner.id], '');
    choose(miner);
  };
  const press = async (slot: number): Promise<void> => {
    const there = slots[slot] ?? null;
    const place = placeOfSlot(rack.rack, slot, size, rack.miners);
    if (chosen === undefined) {
      if (there === null) setMessage(texts.chooseFirst);
      else choose(there);
      return;
    }
    if (there !== null) {
      setMessage(there.id === chosen.id ? texts.chosen(minerName(there)) : texts.taken(place, minerName(there)));
      return;
    }
    const at = waiting.findIndex(({ id }) => id === chosen.id);
    const next = at < 0 ? undefined : (waiting[at + 1] ?? waiting[at - 1]);
    if (!(await change(chosen, { place }, texts.failed))) return;
    setSteps([...steps, { id: chosen.id, before: chosen.place }]);
    const placed = texts.placed(minerName(chosen), place);
    setMessage(next === undefined ? placed : `${placed} · ${texts.chosen(minerName(next))}`);
    setChosenId(next?.id ?? null);
  };
  const undo = async (): Promise<void> => {
    const step = steps.at(-1);
    const miner = miners.find(({ id }) => id === step?.id);
    if (step === undefined) return;
    setSteps(steps.slice(0, -1));
    if (miner === undefined || !(await change(miner, { place: step.before }, texts.failed))) return;
    setMessage(texts.undone(minerName(miner)));
    setChosenId(miner.id);
  };
  useKeys({ 'Mod+z': () => void undo() });

  return (
    <ListPage
      title={texts.title(rack.rack)}
      about={texts.about}
      controls={
        <div className={classes.buttons}>
          <Link href={RACKS_PATH}>{texts.back}</Link>
          <Button variant="default" disabled={steps.length === 0} onClick={() => void undo()}>
            {texts.undo}
          </Button>
        </div>
      }
    >
      <p className={classes.message} role="status">
        {message}
      </p>
      <div className={classes.placing}>
        <RackSlotsGrid
          label={texts.slots(rack.rack)}
          slots={slots}
          size={size}
          chosenId={chosenId}
          onPress={(slot) => void press(slot)}
        />
        <WaitingMiners
          miners={waiting}
          slotlessCount={others.length}
          chosenId={chosenId}
          onChoose={choose}
          onLocate={isActing ? locate : null}
        />
      </div>
    </ListPage>
  );
}
