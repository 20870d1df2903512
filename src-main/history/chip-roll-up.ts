import type { Chip, TelemetrySnapshot } from '../../src-shared/model/index.ts';
import { type Aggregate, type FigureKind, readAggregates, Tally, writeAggregates } from './aggregate.ts';
import type { ChipIdentity } from './chip-identity.ts';
import { BlockReader, BlockWriter } from './encoding/column-block.ts';

/**
 * The figures of a chip that are rolled up. Changes need a new version: the positions are stored.
 */
export const CHIP_ROLL_UP_FIGURES = [
  ['hashrate_hs', 'spread'],
  ['temp_c', 'spread'],
  ['errors', 'counter'],
] as const satisfies readonly (readonly [keyof Chip, FigureKind])[];
export type ChipFigure = (typeof CHIP_ROLL_UP_FIGURES)[number][0];

/** The roll-up of a chip over a slot. */
export interface ChipSlot {
  readonly at: number;
  readonly readings: number;
  readonly figures: { readonly [K in ChipFigure]: Aggregate | null };
}

/** One chip and its slots in ascending order; slots without readings are absent. */
export interface RolledChip extends ChipIdentity {
  readonly slots: readonly ChipSlot[];
}

/** The part of a board reading that a roll-up needs. */
export interface RolledSnapshot extends Pick<TelemetrySnapshot, 'recorded_at'> {
  readonly chains: readonly {
    readonly chain_id: number;
    readonly chips: readonly (Pick<Chip, ChipFigure> & { readonly chip_id: number })[];
  }[];
}

/** Rolls up the chips of a miner into slots of `slotMs`. Snapshots must be in order of time. */
export function rollUpChips(snapshots: readonly RolledSnapshot[], slotMs: number, asKept = true): RolledChip[] {
  const tallies = new ChipTallies();
  for (const { recorded_at, chains } of snapshots) {
    const at = Math.floor(recorded_at / slotMs) * slotMs;
    for (const { chain_id, chips } of chains) {
      const seen = new Map<number, number>();
      for (const chip of chips) {
        const nth = seen.get(chip.chip_id) ?? 0;
        seen.set(chip.chip_id, nth + 1);
        const slot = tallies.slot({ chain_id, chip_id: chip.chip_id, nth }, at);
        slot.readings++;
        for (const [i, [name]] of CHIP_ROLL_UP_FIGURES.entries()) slot.figures[i]?.reading(chip[name]);
      }
    }
  }
  return tallies.result(asKept);
}

/** Combines narrow slots into wider ones; also merges several groups of chips. */
export function widenChips(narrow: readonly RolledChip[], slotMs: number, asKept = true): RolledChip[] {
  const tallies = new ChipTallies();
  for (const chip of narrow) {
    for (const slot of chip.slots) {
      const wide = tallies.slot(chip, Math.floor(slot.at / slotMs) * slotMs);
      wide.readings += slot.readings;
      for (const [i, [name]] of CHIP_ROLL_UP_FIGURES.entries()) wide.figures[i]?.slot(slot.figures[name]);
    }
  }
  return tallies.result(asKept);
}

/** Merges slots: for the same chip and time the new one is used. */
export function replaceChipSlots(known: readonly RolledChip[], fresh: readonly RolledChip[]): RolledChip[] {
  const chips = new Map(known.map((chip) => [keyOf(chip), chip]));
  for (const chip of fresh) {
    const before = chips.get(keyOf(chip));
    const ats = new Set(chip.slots.map(({ at }) => at));
    const slots = [...(before?.slots.filter(({ at }) => !ats.has(at)) ?? []), ...chip.slots];
    chips.set(keyOf(chip), { ...chip, slots: slots.sort((a, b) => a.at - b.at) });
  }
  return inOrder([...chips.values()]);
}

/**
 * Merges the widened slots of a narrower tier into stored ones. If the stored slot has more
 * readings, the narrow ones that it was made of are gone, and those that came since are added.
 */
export function takeOverChipSlots(kept: readonly RolledChip[], widened: readonly RolledChip[]): RolledChip[] {
  const chips = new Map(kept.map((chip) => [keyOf(chip), chip]));
  const fresh = widened.map((chip) => {
    const before = new Map(chips.get(keyOf(chip))?.slots.map((slot) => [slot.at, slot]));
    const slots = chip.slots.map((slot) => {
      const known = before.get(slot.at);
      return known !== undefined && known.readings > slot.readings ? addChipSlots(known, slot) : slot;
    });
    return { ...chip, slots };
  });
  return replaceChipSlots(kept, fresh);
}

function addChipSlots(known: ChipSlot, fresh: ChipSlot): ChipSlot {
  const figures = CHIP_ROLL_UP_FIGURES.map(([name, kind]) => {
    const tally = new Tally(kind);
    for (const slot of [known, fresh]) tally.slot(slot.figures[name]);
    return tally.result(true);
  });
  return { at: known.at, readings: known.readings + fresh.readings, figures: named((f) => figures[f]) };
}

export const CHIP_ROLL_UP_VERSION = 1;

/**
 * Packs the chips of a miner. Columns: chips and times; times; chain_id, chip_id and nth of each
 * chip; then, with the times of each chip in a row: readings, 0 without a slot, and the figures.
 */
export function packChipSlots(chips: readonly RolledChip[]): Uint8Array {
  const out = new BlockWriter();
  const ats = [...new Set(chips.flatMap(({ slots }) => slots.map(({ at }) => at)))].sort((a, b) => a - b);
  const cells = chips.flatMap(({ slots }) => {
    const byAt = new Map(slots.map((slot) => [slot.at, slot]));
    return ats.map((at) => byAt.get(at));
  });
  out.numbers([chips.length, ats.length]);
  out.numbers(ats);
  for (const part of ['chain_id', 'chip_id', 'nth'] as const) out.numbers(chips.map((chip) => chip[part]));
  const readings = cells.map((slot) => slot?.readings ?? 0);
  const rowLength = Math.max(1, ats.length);
  out.numbers(readings, rowLength);
  for (const [name, kind] of CHIP_ROLL_UP_FIGURES) {
    writeAggregates(
      out,
      cells.map((slot) => slot?.figures[name] ?? null),
      readings,
      kind,
      rowLength,
    );
  }
  return out.bytes(CHIP_ROLL_UP_VERSION);
}

/** Reads all chips, or the wanted one. Throws `FrameDamage` for a damaged block. */
export function unpackChipSlots(block: Uint8Array, wanted?: ChipIdentity): RolledChip[] {
  const from = new BlockReader(block);
  const [count = 0, moments = 0] = from.known(2);
  const ats = from.known(moments);
  const [chainIds, chipIds, nths] = [from.known(count), from.known(count), from.known(count)];
  const rowLength = Math.max(1, moments);
  const readings = from.known(count * moments, rowLength);
  const figures = CHIP_ROLL_UP_FIGURES.map(([, kind]) => readAggregates(from, readings, kind, rowLength));
  const chips: RolledChip[] = [];
  for (let chip = 0; chip < count; chip++) {
    const identity = {
      chain_id: chainIds[chip] as number,
      chip_id: chipIds[chip] as number,
      nth: nths[chip] as number,
    };
    if (wanted !== undefined && keyOf(wanted) !== keyOf(identity)) continue;
    const slots: ChipSlot[] = [];
    for (let moment = 0; moment < moments; moment++) {
      const i = chip * moments + moment;
      if (readings[i] === 0) continue;
      slots.push({
        at: ats[moment] as number,
        readings: readings[i] as number,
        figures: named((f) => figures[f]?.[i]),
      });
    }
    chips.push({ ...identity, slots });
  }
  return chips;
}

interface TalliedSlot {
  readings: number;
  readonly figures: Tally[];
}

class ChipTallies {
  readonly #chips = new Map<string, { readonly identity: ChipIdentity; readonly slots: Map<number, TalliedSlot> }>();

  slot(identity: ChipIdentity, at: number): TalliedSlot {
    const key = keyOf(identity);
    let chip = this.#chips.get(key);
    if (chip === undefined) {
      chip = { identity, slots: new Map() };
      this.#chips.set(key, chip);
    }
    let slot = chip.slots.get(at);
    if (slot === undefined) {
      slot = { readings: 0, figures: CHIP_ROLL_UP_FIGURES.map(([, kind]) => new Tally(kind)) };
      chip.slots.set(at, slot);
    }
    return slot;
  }

  result(asKept: boolean): RolledChip[] {
    return inOrder(
      [...this.#chips.values()].map(({ identity: { chain_id, chip_id, nth }, slots }) => ({
        chain_id,
        chip_id,
        nth,
        slots: [...slots]
          .map(([at, { readings, figures }]) => ({ at, readings, figures: named((f) => figures[f]?.result(asKept)) }))
          .sort((a, b) => a.at - b.at),
      })),
    );
  }
}

function keyOf({ chain_id, chip_id, nth }: ChipIdentity): string {
  return `${chain_id} ${chip_id} ${nth}`;
}

function inOrder(chips: RolledChip[]): RolledChip[] {
  return chips.sort((a, b) => a.chain_id - b.chain_id || a.chip_id - b.chip_id || a.nth - b.nth);
}

function named(aggregate: (index: number) => Aggregate | null | undefined): ChipSlot['figures'] {
  const [hashrate_hs = null, temp_c = null, errors = null] = [aggregate(0), aggregate(1), aggregate(2)];
  return { hashrate_hs, temp_c, errors };
}
