import type { Chip } from '../../../../src-shared/model/index.ts';
import { CHIP_BLOCK_VERSION, readChipColumns } from '../../../history/chip-block.ts';
import type { ChipIdentity } from '../../../history/chip-identity.ts';
import {
  CHIP_ROLL_UP_VERSION,
  type ChipFigure,
  type ChipSlot,
  type RolledChip,
  type RolledSnapshot,
  rollUpChips,
  takeOverChipSlots,
  unpackChipSlots,
  widenChips,
} from '../../../history/chip-roll-up.ts';
import { decompressFrame } from '../../../history/encoding/frame-compression.ts';
import type { HistoryPlan } from '../../../history/plan-history.ts';
import { slotStart } from '../../../history/tiers.ts';
import type { Sqlite } from '../../file/database-file.ts';
import { prepared } from '../../file/statements.ts';
import { readBlocks, unpackBlock } from './history-blocks.ts';
import { unpackFrame } from './packed-telemetry.ts';
import { UNCOMPACTED_BOARD } from './uncompacted-rows.ts';

/** Slots with the width of the plan, with the figures of one chip. */
export function chipSlots(
  sqlite: Sqlite,
  minerKey: number,
  wanted: ChipIdentity,
  plan: HistoryPlan,
): readonly ChipSlot[] {
  const { fromAt, toAt, slotMs } = plan;
  const rows = chipRows(sqlite, minerKey, wanted, plan);
  const slotsOf = (tier: 'chip_1h' | 'chip_1d', openOnly = false): RolledChip[] =>
    readBlocks(sqlite, tier, minerKey, { fromAt, toAt, openOnly }).flatMap(
      ({ block }) => unpackBlock(block, CHIP_ROLL_UP_VERSION, (bytes) => unpackChipSlots(bytes, wanted)) ?? [],
    );
  if (plan.tier === 'raw') {
    const compacted = readBlocks(sqlite, 'chip_raw', minerKey, { fromAt, toAt }).flatMap(({ block }) =>
      (unpackBlock(block, CHIP_BLOCK_VERSION, (bytes) => readChipColumns(bytes, wanted)) ?? []).map(
        ({ recorded_at, chip }) => oneChip(recorded_at, wanted, chip),
      ),
    );
    const isMeant = ({ recorded_at }: RolledSnapshot): boolean => recorded_at >= fromAt && recorded_at < toAt;
    const readings = [...compacted.filter(isMeant), ...rows].sort((a, b) => a.recorded_at - b.recorded_at);
    return rollUpChips(readings, slotMs, false)[0]?.slots ?? [];
  }
  const hourly = plan.tier === '1h' ? slotsOf('chip_1h') : widenChips(slotsOf('chip_1h', true), slotMs, false);
  const kept = plan.tier === '1h' ? hourly : takeOverChipSlots(slotsOf('chip_1d'), hourly);
  const isMeant = ({ at }: ChipSlot): boolean => at >= slotStart(fromAt, slotMs) && at < toAt;
  const meant = kept.map((chip) => ({ ...chip, slots: chip.slots.filter(isMeant) }));
  // Rolled up alone, the chip has position 0 for its label.
  const fresh = rollUpChips(rows, slotMs, false).map((chip) => ({ ...chip, nth: wanted.nth }));
  return widenChips([...meant, ...fresh], slotMs, false)[0]?.slots ?? [];
}

function chipRows(
  sqlite: Sqlite,
  minerKey: number,
  wanted: ChipIdentity,
  { fromAt, toAt }: HistoryPlan,
): RolledSnapshot[] {
  return prepared<[number, number, number, number], { recorded_at: number; frame: Buffer }>(
    sqlite,
    `SELECT recorded_at, frame FROM chain_snapshots JOIN chain_chips ON chain_snapshot_id = chain_snapshots.id
       WHERE miner_key = ? AND recorded_at >= ? AND recorded_at < ? AND chain_id = ? AND ${UNCOMPACTED_BOARD}
       ORDER BY recorded_at, chain_snapshots.id`,
  )
    .all(minerKey, fromAt, toAt, wanted.chain_id)
    .flatMap(({ recorded_at, frame }) => {
      const chip = unpackFrame(decompressFrame(frame)).filter(({ chip_id }) => chip_id === wanted.chip_id)[wanted.nth];
      return chip === undefined ? [] : oneChip(recorded_at, wanted, chip);
    });
}

function oneChip(
  recorded_at: number,
  { chain_id, chip_id }: ChipIdentity,
  { hashrate_hs, temp_c, errors }: Pick<Chip, ChipFigure>,
): RolledSnapshot {
  return { recorded_at, chains: [{ chain_id, chips: [{ chip_id, hashrate_hs, temp_c, errors }] }] };
}
