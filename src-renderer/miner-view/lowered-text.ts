import { throttlePercent } from '../../src-shared/judging/throttle.ts';
import type { Miner } from '../../src-shared/model/index.ts';
import { formatMinerHashrate, quantityText } from '../../src-shared/units.ts';
import { modelTexts } from './model-texts.ts';

const texts = modelTexts.lowered;

/**
 * What a miner would be expected to hash if nothing were set lower on it: "191.4 TH/s with all 3
 * boards"; null if nothing is.
 */
export function fullHashrateText({ lowered, latest_status: status, algorithm }: Miner): string | null {
  if (lowered == null || status === null) return null;
  const { full_hashrate_hs: fullHs, preset, boards } = lowered;
  const percent = throttlePercent(status);
  const how = [
    boards === null ? null : texts.allBoards(boards.total),
    preset === null ? null : texts.atPreset(preset),
    percent === null ? null : texts.unthrottled(percent),
  ].filter((words) => words !== null);
  return texts.full(fullHs === null ? null : quantityText(formatMinerHashrate(fullHs, algorithm)), how);
}

/** "127.6 of 127.6 TH/s expected; 191.4 TH/s with all 3 boards"; null if nothing is set lower. */
export function loweredTitle(miner: Miner): string | null {
  const full = fullHashrateText(miner);
  const { hashrate_hs: ownHs = null, hashrate_expected_hs: expectedHs = null } = miner.latest_status ?? {};
  if (full === null || ownHs === null || expectedHs === null) return full;
  const [own, expected] = [
    formatMinerHashrate(ownHs, miner.algorithm),
    formatMinerHashrate(expectedHs, miner.algorithm),
  ];
  return texts.title(own.unit === expected.unit ? own.figure : quantityText(own), quantityText(expected), full);
}

/** The part of what a miner would hash that is set lower, from 0 to 1; 0 if nothing is, or it is unknown. */
export function loweredPart({ lowered, latest_status }: Miner): number {
  const [fullHs, expectedHs] = [lowered?.full_hashrate_hs ?? null, latest_status?.hashrate_expected_hs ?? null];
  return fullHs === null || expectedHs === null || fullHs <= 0 ? 0 : Math.max(0, 1 - expectedHs / fullHs);
}
