import { aggregateColumns, readAggregates, writeAggregates } from './aggregate.ts';
import { BlockReader, BlockWriter } from './encoding/column-block.ts';
import { CHAIN_FIGURES, type ChainSlot, MINER_FIGURES, namedFigures, type StatusSlot } from './status-roll-up.ts';

export const STATUS_ROLL_UP_VERSION = 1;

/** Columns of the figures of a miner, and of a board, in a block. */
export const FIGURE_COLUMNS = MINER_FIGURES.reduce((sum, [, kind]) => sum + aggregateColumns(kind), 0);
export const CHAIN_COLUMNS = CHAIN_FIGURES.reduce((sum, [, kind]) => sum + aggregateColumns(kind), 0);

/**
 * Packs slots of two widths. Columns: the number of narrow slots, wide slots and chain ids; chain
 * ids; then for the narrow and for the wide ones: at, source (1 = filled), readings, the figures;
 * for each chain id the readings and the figures.
 */
export function packStatusSlots(narrow: readonly StatusSlot[], wide: readonly StatusSlot[]): Uint8Array {
  const out = new BlockWriter();
  const chainIds = [...new Set([...narrow, ...wide].flatMap(({ chains }) => chains.map(({ chain_id }) => chain_id)))];
  chainIds.sort((a, b) => a - b);
  out.numbers([narrow.length, wide.length, chainIds.length]);
  out.numbers(chainIds);
  for (const slots of [narrow, wide]) writeSlots(out, slots, chainIds);
  return out.bytes(STATUS_ROLL_UP_VERSION);
}

/**
 * Reads slots of one width, with the figures of the miner and of all boards, one board or none.
 * Throws `FrameDamage` for a damaged block.
 */
export function unpackStatusSlots(
  block: Uint8Array,
  width: 'narrow' | 'wide',
  chainsWanted: 'all' | 'none' | number = 'all',
): StatusSlot[] {
  const from = new BlockReader(block);
  const [narrow = 0, wide = 0, chains = 0] = from.known(3);
  const chainIds = from.known(chains);
  if (width === 'wide') from.skip(3 + FIGURE_COLUMNS + chains * (1 + CHAIN_COLUMNS));
  return readSlots(from, width === 'narrow' ? narrow : wide, chainIds, chainsWanted);
}

function writeSlots(out: BlockWriter, slots: readonly StatusSlot[], chainIds: readonly number[]): void {
  const count = slots.length;
  const readings = slots.map((slot) => slot.readings);
  out.numbers(slots.map(({ at }) => at));
  out.numbers(slots.map(({ source }) => (source === 'filled' ? 1 : 0)));
  out.numbers(readings);
  for (const [name, kind] of MINER_FIGURES) {
    writeAggregates(
      out,
      slots.map(({ figures }) => figures[name]),
      readings,
      kind,
      count,
    );
  }
  for (const id of chainIds) {
    const chains = slots.map((slot) => slot.chains.find(({ chain_id }) => chain_id === id));
    const chainReadings = chains.map((chain) => chain?.readings ?? 0);
    out.numbers(chainReadings);
    for (const [name, kind] of CHAIN_FIGURES) {
      writeAggregates(
        out,
        chains.map((chain) => chain?.figures[name] ?? null),
        chainReadings,
        kind,
        count,
      );
    }
  }
}

function readSlots(
  from: BlockReader,
  count: number,
  chainIds: readonly number[],
  chainsWanted: 'all' | 'none' | number,
): StatusSlot[] {
  const ats = from.known(count);
  const filled = from.known(count);
  const readings = from.known(count);
  const figures = MINER_FIGURES.map(([, kind]) => readAggregates(from, readings, kind, count));
  const chains: ChainSlot[][] = ats.map(() => []);
  for (const chain_id of chainIds) {
    if (chainsWanted !== 'all' && chainsWanted !== chain_id) {
      from.skip(1 + CHAIN_COLUMNS);
      continue;
    }
    const chainReadings = from.known(count);
    const columns = CHAIN_FIGURES.map(([, kind]) => readAggregates(from, chainReadings, kind, count));
    chainReadings.forEach((of, i) => {
      if (of === 0) return;
      const figures = namedFigures(CHAIN_FIGURES, (_, figure) => columns[figure]?.[i] ?? null);
      chains[i]?.push({ chain_id, readings: of, figures });
    });
  }
  return ats.map((at, i) => ({
    at,
    source: filled[i] === 1 ? 'filled' : 'read',
    readings: readings[i] as number,
    figures: namedFigures(MINER_FIGURES, (_, figure) => figures[figure]?.[i] ?? null),
    chains: chains[i] as ChainSlot[],
  }));
}
