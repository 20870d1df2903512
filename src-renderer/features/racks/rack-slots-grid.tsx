import { type KeyboardEvent, useRef, useState } from 'react';
import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import type { RackSize } from '../../miner-view/racks/rack-slots.ts';
import classes from './racks.module.css';
import { racksTexts } from './racks-texts.ts';

const texts = racksTexts.placing;

/** The slots of a rack as a grid. Arrow keys move between them, Enter presses one. */
export function RackSlotsGrid(props: {
  label: string;
  slots: readonly (Miner | null)[];
  size: RackSize;
  chosenId: string | null;
  onPress: (slot: number) => void;
}) {
  const { slots, size, chosenId } = props;
  const [focused, setFocused] = useState(0);
  const grid = useRef<HTMLFieldSetElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = stepTo(focused, event.key, size);
    if (next === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    setFocused(next);
    grid.current?.querySelector<HTMLElement>(`[data-slot="${next}"]`)?.focus();
  };
  return (
    <fieldset
      ref={grid}
      aria-label={props.label}
      className={classes.slots}
      style={{ gridTemplateColumns: `repeat(${size.columns}, minmax(72px, 1fr))` }}
      onKeyDown={onKeyDown}
    >
      {slots.map((miner, slot) => {
        const [row, column] = [Math.floor(slot / size.columns) + 1, (slot % size.columns) + 1];
        return (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: a slot is its place in the rack
            key={slot}
            type="button"
            data-slot={slot}
            data-empty={miner === null}
            aria-pressed={miner !== null && miner.id === chosenId}
            tabIndex={slot === focused ? 0 : -1}
            className={classes.slot}
            onFocus={() => setFocused(slot)}
            onClick={() => props.onPress(slot)}
          >
            <span className={classes.quiet}>
              {row}-{column}
            </span>
            {miner === null ? (
              <span className="visually-hidden">{texts.empty}</span>
            ) : (
              <span className={classes.who}>{minerName(miner)}</span>
            )}
          </button>
        );
      })}
    </fieldset>
  );
}

/** The slot to which a key moves; null for other keys. */
function stepTo(slot: number, key: string, { rows, columns }: RackSize): number | null {
  const last = rows * columns - 1;
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, slot - 1);
    case 'ArrowRight':
      return Math.min(last, slot + 1);
    case 'ArrowUp':
      return slot < columns ? slot : slot - columns;
    case 'ArrowDown':
      return slot + columns > last ? slot : slot + columns;
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
