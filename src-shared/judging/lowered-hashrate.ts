import type { Lowered, StatusFigures } from '../model/index.ts';
import type { BoardsOn } from './boards-on.ts';
import { throttlePercent } from './throttle.ts';

type Figures = Pick<StatusFigures, 'state' | 'throttled_percent' | 'hashrate_expected_hs'>;

/**
 * What is set lower on a miner, so that less is expected of it: the only place where that is decided.
 * `boards` are those by which its expected hash rate is known. `preset`: the higher one that it
 * should run, and by how much less that makes its expected hash rate, in hashes per second; null if it
 * runs none lower. Null if nothing is set lower.
 */
export function loweredOf(
  figures: Figures,
  boards: BoardsOn | null,
  preset: { readonly name: string; readonly lessHs: number | null } | null,
): Lowered | null {
  const boardsOff = boards === null ? 0 : boards.total - boards.on;
  if (boardsOff === 0 && preset === null && throttlePercent(figures) === null) return null;
  const expectedHs = figures.hashrate_expected_hs;
  const lessHs = preset === null ? 0 : preset.lessHs;
  const full_hashrate_hs =
    expectedHs === null || expectedHs <= 0 || lessHs === null
      ? null
      : unhinderedHs(figures, expectedHs + lessHs, boards);
  return { full_hashrate_hs, preset: preset?.name ?? null, boards: boardsOff === 0 ? null : boards };
}

/**
 * How much less is expected of a miner because of its preset, its throttle, and its boards that are
 * switched off, in hashes per second; null if it is unknown, or not set lower in this way.
 */
export function lessBy(
  figures: Figures,
  { full_hashrate_hs: fullHs, preset, boards }: Lowered,
): Readonly<Record<'preset' | 'throttle' | 'boards', number | null>> {
  const { hashrate_expected_hs: expectedHs } = figures;
  if (expectedHs === null) return { preset: null, throttle: null, boards: null };
  const percent = throttlePercent(figures);
  const unhindered = unhinderedHs(figures, expectedHs, boards);
  return {
    preset: preset === null || fullHs === null ? null : Math.max(0, fullHs - unhindered),
    throttle: percent === null ? null : expectedHs * (100 / percent - 1),
    boards: boards === null || boards.on === 0 ? null : expectedHs * (boards.total / boards.on - 1),
  };
}

/** A rate without the throttle, and with all boards. */
function unhinderedHs(figures: Figures, hashrateHs: number, boards: BoardsOn | null): number {
  const allowed = (throttlePercent(figures) ?? 100) / 100;
  return hashrateHs / allowed / (boards === null ? 1 : boards.on / boards.total);
}
