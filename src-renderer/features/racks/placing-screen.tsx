import { Button } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { useOptimisticMiner } from '../../api/use-optimistic-miner.ts';
import { type RackSize, rackSlots, slotPlaces } from '../../miner-view/racks/rack-slots.ts';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { ListPage } from '../../ui/layout/page.tsx';
import { useAct, useIsActing } from '../jobs/actions/use-act.ts';
import type { ListedRack } from './rack-list.ts';
import { RackSlotsGrid } from './rack-slots-grid.tsx';
import classes from './racks.module.css';
import { RACKS_PATH } from './racks-location.ts';
import { racksTexts } from './racks-texts.ts';
import { WaitingMiners } from './waiting-miners.tsx';

const texts = racksTexts.placing;

/** A change of a miner's place on this screen, for undo. */
interface Step {
  readonly id: string;
  readonly before: string | null;
  readonly after: string;
}

/**
 * Puts miners into the slots of one rack: choose a miner, or make it blink, then press its slot.
 */
export function PlacingScreen(props: { rack: ListedRack; size: RackSize; miners: readonly Miner[] }) {
  const { rack, size, miners } = props;
  const isActing = useIsActing() === true;
  const act = useAct();
  const change = useOptimisticMiner();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [message, setMessage] = useState('');
  const [steps, setSteps] = useState<readonly Step[]>([]);
  /** While a place is being saved, another press would apply to the next miner. */
  const isWriting = useRef(false);
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
  const write = async (miner: Miner, place: string | null): Promise<boolean> => {
    if (isWriting.current) return false;
    isWriting.current = true;
    try {
      return await change(miner, { place }, texts.failed);
    } finally {
      isWriting.current = false;
    }
  };
  const press = async (slot: number): Promise<void> => {
    if (isWriting.current) return;
    const there = slots[slot] ?? null;
    const place = slotPlaces(rack.rack, size, rack.miners)(slot);
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
    if (!(await write(chosen, place))) return;
    setSteps((known) => [...known, { id: chosen.id, before: chosen.place, after: place }]);
    const placed = texts.placed(minerName(chosen), place);
    setMessage(next === undefined ? placed : `${placed} · ${texts.chosen(minerName(next))}`);
    setChosenId(next?.id ?? null);
  };
  const undo = async (): Promise<void> => {
    const step = steps.at(-1);
    if (step === undefined) return;
    const miner = miners.find(({ id }) => id === step.id);
    // A miner that was moved elsewhere in the meantime keeps its place.
    const isAsLeft = miner?.place === step.after;
    if (miner !== undefined && isAsLeft && !(await write(miner, step.before))) return;
    setSteps((known) => known.filter((one) => one !== step));
    if (miner === undefined || !isAsLeft) return;
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
