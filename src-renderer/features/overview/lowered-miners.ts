import { promisedHashrateHs } from '../../../src-shared/judging/hashrate.ts';
import { isAboveMaxPreset } from '../../../src-shared/judging/max-preset.ts';
import { throttlePercent } from '../../../src-shared/judging/throttle.ts';
import { freshReading, isHashing, type Moment } from '../../../src-shared/miner/miner-now.ts';
import { UNUSUAL_PRESET } from '../../../src-shared/miner/usual-preset.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { exactQuery } from '../../miner-view/exact-query.ts';

/** Miners that hash less than they could, because less is expected of them. */
export interface LoweredMiners {
  readonly miners: readonly Miner[];
  /** What they would hash more, in hashes per second; null if it is known for none. */
  readonly lessHs: number | null;
  readonly query: string;
}

/** Problems of boards that do not hash, which are not switched off. */
const BOARD_CODES: ReadonlySet<string> = new Set(['board_missing', 'board_failed', 'board_silent']);

/**
 * The miners whose preset is below the usual one of their model, those that are throttled, and those
 * with boards that are switched off in their settings. That may be on purpose, so that it is no problem; but nothing else shows it, because the expected hash
 * rate is that of the lower preset. Null for none. One whose fallen preset is a problem is left out,
 * and so are models whose miners run at many presets, where none is what an operator chose for all.
 */
export function loweredMiners(
  miners: readonly Miner[],
  moment: Moment,
): Readonly<Record<'belowUsual' | 'throttled' | 'boardsOff', LoweredMiners | null>> {
  const read = miners.filter((miner) => isHashing(miner, moment));
  const below = read.filter(({ usual_preset, latest_status, attention }) => {
    const isListed = attention.some(({ code }) => code === 'preset_fell');
    return !isListed && isAboveMaxPreset(usual_preset ?? null, latest_status?.preset ?? null);
  });
  const throttled = read.filter((miner) => throttleOf(miner, moment) !== null);
  const boardsOff = read.filter((miner) => missingShare(miner) !== null);
  const usualHs = below.length === 0 ? new Map<string, number>() : promisedByModel(read);
  return {
    belowUsual: lowered(below, `preset:${UNUSUAL_PRESET}`, miners, moment, (miner) => {
      const [usual, own] = [usualHs.get(miner.model_alias ?? ''), promised(miner)];
      return usual === undefined || own === null ? null : Math.max(0, usual - own);
    }),
    throttled: lowered(throttled, 'state:throttled', miners, moment, (miner) => {
      const [expected, percent] = [miner.latest_status?.hashrate_expected_hs ?? null, throttleOf(miner, moment)];
      return expected === null || percent === null ? null : expected * (100 / percent - 1);
    }),
    boardsOff: lowered(boardsOff, 'boards<100%', miners, moment, (miner) => {
      const [expected, missing] = [miner.latest_status?.hashrate_expected_hs ?? null, missingShare(miner)];
      return expected === null || missing === null ? null : expected * missing;
    }),
  };
}

function lowered(
  those: readonly Miner[],
  likely: string,
  miners: readonly Miner[],
  moment: Moment,
  lessOf: (miner: Miner) => number | null,
): LoweredMiners | null {
  if (those.length === 0) return null;
  const known = those.map(lessOf).filter((less) => less !== null);
  const lessHs = known.length === 0 ? null : known.reduce((sum, less) => sum + less, 0);
  return { miners: those, lessHs, query: exactQuery(those, miners, moment, [likely]) ?? likely };
}

function throttleOf(miner: Miner, moment: Moment): number | null {
  const status = freshReading(miner, moment);
  return status === null ? null : throttlePercent(status);
}

/**
 * The boards that are switched off, as a share of those that hash: 0.5 for one of three. Null for
 * none, and where boards are missing or failed, which is a problem.
 */
function missingShare({ boards_on: boards, attention }: Miner): number | null {
  if (boards === null || boards.on >= boards.total || boards.on === 0) return null;
  if (attention.some(({ code }) => BOARD_CODES.has(code))) return null;
  return (boards.total - boards.on) / boards.on;
}

/** What a miner is expected to hash at its preset, without a throttle and with all of its boards. */
function promised({ latest_status: status, boards_on }: Miner): number | null {
  if (status === null) return null;
  return promisedHashrateHs(status, boards_on) ?? status.hashrate_expected_hs;
}

/** What the usual presets promise, by model, as a miner that runs it says. */
function promisedByModel(read: readonly Miner[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const miner of read) {
    const { model_alias: model, usual_preset: usual, latest_status } = miner;
    if (model === null || usual == null || found.has(model) || latest_status?.preset !== usual) continue;
    const hashrateHs = promised(miner);
    if (hashrateHs !== null) found.set(model, hashrateHs);
  }
  return found;
}
