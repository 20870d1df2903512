import type { Chain, HistorySource, StatusFigures } from '../../src-shared/model/index.ts';
import { type Aggregate, aggregateOfOne, type FigureKind, Tally } from './aggregate.ts';
import { slotStart } from './tiers.ts';

/**
 * The figures of a miner and of a board that are rolled up. Changes need a new version: the
 * positions are stored.
 */
export const MINER_FIGURES = [
  ['hashrate_hs', 'measured'],
  ['hashrate_expected_hs', 'measured'],
  ['power_w', 'measured'],
  ['chip_temp_max_c', 'measured'],
  ['pcb_temp_max_c', 'measured'],
  ['fan_duty_percent', 'measured'],
  ['fan_rpm_max', 'measured'],
  ['hw_error_percent', 'measured'],
] as const satisfies readonly (readonly [keyof StatusFigures, FigureKind])[];
export const CHAIN_FIGURES = [
  ['hashrate_hs', 'measured'],
  ['power_w', 'measured'],
  ['chip_temp_max_c', 'measured'],
  ['pcb_temp_max_c', 'measured'],
  ['hw_errors', 'counter'],
] as const satisfies readonly (readonly [keyof Chain, FigureKind])[];

export type MinerFigure = (typeof MINER_FIGURES)[number][0];
export type ChainFigure = (typeof CHAIN_FIGURES)[number][0];
type Aggregates<F extends string> = { readonly [K in F]: Aggregate | null };

/** The roll-up of a miner's statuses over a slot. */
export interface StatusSlot {
  readonly at: number;
  readonly source: HistorySource;
  readonly readings: number;
  readonly figures: Aggregates<MinerFigure>;
  readonly chains: readonly ChainSlot[];
}

export interface ChainSlot {
  readonly chain_id: number;
  readonly readings: number;
  readonly figures: Aggregates<ChainFigure>;
}

/** The part of a status that a roll-up needs. */
export type RolledStatus = Pick<StatusFigures, MinerFigure> & {
  readonly recorded_at: number;
  readonly chains: readonly (Pick<Chain, ChainFigure> & { readonly chain_id: number })[];
};

/**
 * Rolls up readings into slots of `slotMs`, aligned to multiples of it. Readings must be in order
 * of time.
 */
export function rollUpStatuses(
  statuses: readonly RolledStatus[],
  slotMs: number,
  asKept = true,
  source: HistorySource = 'read',
): StatusSlot[] {
  const slots = [...Map.groupBy(statuses, ({ recorded_at }) => slotStart(recorded_at, slotMs))].map(([at, all]) => {
    const [first] = all;
    if (all.length === 1 && first?.chains.length === 0) return slotOfOne(at, source, first, asKept);
    const slot = new SlotTally(at, source);
    for (const status of all) slot.status(status);
    return slot.result(asKept);
  });
  return slots.sort((a, b) => a.at - b.at);
}

/**
 * Combines narrow slots of equal width into wider ones. Each has the same weight in a mean, whether
 * a miner was read twenty times in it or remembers one value. If a part of a slot was read, filled
 * values count too, but the slot counts as read.
 */
export function widenStatusSlots(narrow: readonly StatusSlot[], slotMs: number, asKept = true): StatusSlot[] {
  const each = [...Map.groupBy(narrow, ({ at }) => at).values()].map((all) => addedUp(all, all[0]?.at ?? 0, false));
  return gather(each, slotMs, (all, at) => addedUp(all, at, asKept, 1));
}

/** Adds up slots of any width, each weighted in a mean by its readings. */
export function addStatusSlots(slots: readonly StatusSlot[], slotMs: number, asKept = true): StatusSlot[] {
  return gather(slots, slotMs, (all, at) => addedUp(all, at, asKept));
}

function gather(
  slots: readonly StatusSlot[],
  slotMs: number,
  add: (all: readonly StatusSlot[], at: number) => StatusSlot,
): StatusSlot[] {
  const wide = [...Map.groupBy(slots, ({ at }) => slotStart(at, slotMs))].map(([at, all]) => add(all, at));
  return wide.sort((a, b) => a.at - b.at);
}

function addedUp(all: readonly StatusSlot[], at: number, asKept: boolean, weight?: number): StatusSlot {
  const [first] = all;
  if (all.length === 1 && first?.at === at && !asKept) return first;
  const tally = new SlotTally(at, first?.source ?? 'read');
  for (const slot of all) tally.slot(slot, weight);
  return tally.result(asKept);
}

/** Merges slots: for the same time the new one is used. */
export function mergeSlots(known: readonly StatusSlot[], fresh: readonly StatusSlot[]): StatusSlot[] {
  const ats = new Set(fresh.map(({ at }) => at));
  return [...known.filter(({ at }) => !ats.has(at)), ...fresh].sort((a, b) => a.at - b.at);
}

/** The slot of one reading without boards. All slots from a miner's memory are like this. */
function slotOfOne(at: number, source: HistorySource, status: RolledStatus, asKept: boolean): StatusSlot {
  const figures = namedFigures(MINER_FIGURES, ([name, kind]) => aggregateOfOne(status[name], kind, asKept));
  return { at, source, readings: 1, figures, chains: [] };
}

class SlotTally {
  readonly at: number;
  source: HistorySource;
  #readings = 0;
  readonly #figures = MINER_FIGURES.map(([, kind]) => new Tally(kind));
  readonly #chains = new Map<number, { readings: number; readonly figures: Tally[] }>();

  constructor(at: number, source: HistorySource) {
    this.at = at;
    this.source = source;
  }

  status(status: RolledStatus): void {
    this.#readings++;
    for (const [i, [name]] of MINER_FIGURES.entries()) this.#figures[i]?.reading(status[name]);
    for (const chain of status.chains) {
      const tally = this.#chain(chain.chain_id);
      tally.readings++;
      for (const [i, [name]] of CHAIN_FIGURES.entries()) tally.figures[i]?.reading(chain[name]);
    }
  }

  slot(slot: StatusSlot, weight?: number): void {
    this.#readings += slot.readings;
    if (slot.source === 'read') this.source = 'read';
    for (const [i, [name]] of MINER_FIGURES.entries()) this.#figures[i]?.slot(slot.figures[name], weight);
    for (const chain of slot.chains) {
      const tally = this.#chain(chain.chain_id);
      tally.readings += chain.readings;
      for (const [i, [name]] of CHAIN_FIGURES.entries()) tally.figures[i]?.slot(chain.figures[name], weight);
    }
  }

  result(asKept: boolean): StatusSlot {
    const chains = [...this.#chains].map(([chain_id, { readings, figures }]) => ({
      chain_id,
      readings,
      figures: namedFigures(CHAIN_FIGURES, (_, i) => figures[i]?.result(asKept) ?? null),
    }));
    return {
      at: this.at,
      source: this.source,
      readings: this.#readings,
      figures: namedFigures(MINER_FIGURES, (_, i) => this.#figures[i]?.result(asKept) ?? null),
      chains: chains.sort((a, b) => a.chain_id - b.chain_id),
    };
  }

  #chain(id: number): { readings: number; readonly figures: Tally[] } {
    const known = this.#chains.get(id);
    if (known !== undefined) return known;
    const made = { readings: 0, figures: CHAIN_FIGURES.map(([, kind]) => new Tally(kind)) };
    this.#chains.set(id, made);
    return made;
  }
}

/** The roll-ups of figures by their names. */
export function namedFigures<F extends string>(
  figures: readonly (readonly [F, FigureKind])[],
  aggregate: (figure: readonly [F, FigureKind], index: number) => Aggregate | null,
): Aggregates<F> {
  const all: { [K in F]?: Aggregate | null } = {};
  figures.forEach((figure, i) => {
    all[figure[0]] = aggregate(figure, i);
  });
  return all as Aggregates<F>;
}
