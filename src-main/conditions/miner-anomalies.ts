import { chipsShown } from '../../src-shared/rules/board-chips.ts';
import { isLiquidCooled } from '../../src-shared/rules/liquid-cooled.ts';
import { findLostFans, isAnyTurning, lostFansWords } from '../../src-shared/rules/lost-fans.ts';
import { poolsDownWords } from '../../src-shared/rules/pools.ts';
import { throttlePercent, throttleWords } from '../../src-shared/rules/throttle.ts';
import { since } from '../../src-shared/since.ts';
import { frozenSince, isSettled, type ReadingCourse } from '../fleet/reading-course.ts';
import { rejectedSharesWords } from '../fleet/share-window.ts';
import type { UnitHardware } from '../fleet/unit-hardware.ts';
import type { StatusRecord } from '../store/store.ts';
import { failedBoard, missingChips, silentBoard } from './board-findings.ts';
import type { BoardsUnread } from './boards-unread.ts';
import { type Finding, minerFinding } from './finding.ts';
import { missingBoardsWords } from './missing-boards.ts';

/** The latest status of a miner, and what else has to be known to judge it. */
export interface MinerFacts {
  readonly status: StatusRecord;
  readonly course: ReadingCourse;
  /** Whether any of its fans was seen turning before. */
  readonly fansTurned: boolean;
  readonly unit: UnitHardware;
  /** The boards that the latest reading of them shows; null where there is none from now. */
  readonly boardsSeen: readonly number[] | null;
  readonly boardsUnread: BoardsUnread | null;
}

/**
 * What stands out about a miner that is meant to hash, in all but its chips. Nothing in the first minutes of mining, and of figures that
 * stand still nothing else: they tell of another time.
 */
export function findMinerAnomalies(facts: MinerFacts): Finding[] {
  const { status, course, boardsUnread } = facts;
  const { figures, pools, recorded_at } = status;
  const frozenAt = frozenSince(course, status);
  if (frozenAt !== null) {
    return [critical('figures_frozen', `Its figures have not changed ${since(frozenAt, recorded_at)}`, null, null)];
  }
  if (!isSettled(course, status)) return [];
  const found: Finding[] = [];
  const poolsDown = poolsDownWords(pools);
  if (poolsDown !== null) found.push(critical('pools_down', poolsDown, null, null));
  if (figures.hashrate_hs === 0) {
    found.push(critical('miner_zero_hashrate', 'Says it is mining, and hashes nothing', 0, null));
  }
  found.push(...boardsOf(facts), ...fansOf(facts));
  const rejected = rejectedSharesWords(course.shares);
  if (rejected !== null)
    found.push(warning('shares_rejected', rejected, course.shares?.judged?.rejected ?? null, 'shares'));
  if (boardsUnread !== null) found.push(unreadBoards(boardsUnread, recorded_at));
  const percent = throttlePercent(figures);
  if (percent !== null) {
    const message = throttleWords(percent);
    found.push(minerFinding({ code: 'miner_throttled', severity: 'notice', message, value: percent, unit: '%' }));
  }
  return found;
}

function boardsOf({ status: { figures, chains }, unit, boardsSeen }: MinerFacts): Finding[] {
  const found: Finding[] = [];
  // Either source may leave a board out; an empty list says nothing while the miner hashes.
  const shown = [...new Set([...chains.map(({ chain_id }) => chain_id), ...(boardsSeen ?? [])])];
  const missing = shown.length === 0 ? null : missingBoardsWords(shown, unit.chains);
  if (missing !== null) found.push(critical('board_missing', missing, (unit.chains ?? 0) - shown.length, 'boards'));
  for (const chain of chains) {
    found.push(...failedBoard(chain.chain_id, chain.state, chain.state_description));
    if ((chain.state ?? figures.state) !== 'mining') continue;
    const hasSilence = chain.hashrate_hs === 0 && (figures.hashrate_hs ?? 0) > 0;
    if (hasSilence) found.push(silentBoard(chain.chain_id, 0));
    else found.push(...missingChips(chain.chain_id, chipsShown(chain), unit.own_chips_per_chain));
  }
  return found;
}

function fansOf(facts: MinerFacts): Finding[] {
  const { fans } = facts.status;
  const lost = lostFansOf(facts);
  return lost.length === 0 ? [] : [critical('fan_lost', lostFansWords(lost, fans), lost.length, 'fans')];
}

/** The fans that should turn and do not, also while nothing is said of them yet. */
export function lostFansOf({
  status: { figures, fans, chains },
  fansTurned,
  unit,
}: Pick<MinerFacts, 'status' | 'fansTurned' | 'unit'>) {
  const liquidCooled = isLiquidCooled(unit.full_name, chains);
  return findLostFans(fans, {
    coolingMode: figures.cooling_mode,
    liquidCooled,
    everTurned: fansTurned || isAnyTurning(fans),
  });
}

function unreadBoards({ sinceAt, reason, missing }: BoardsUnread, nowMs: number): Finding {
  const message = `Its boards have not been read ${since(sinceAt, nowMs)}: ${reason}`;
  const severity = missing ? 'notice' : 'warning';
  return minerFinding({ code: 'boards_unread', severity, message, value: null, unit: null });
}

function critical(code: Finding['code'], message: string, value: number | null, unit: string | null): Finding {
  return minerFinding({ code, severity: 'critical', message, value, unit });
}

function warning(code: Finding['code'], message: string, value: number | null, unit: string | null): Finding {
  return minerFinding({ code, severity: 'warning', message, value, unit });
}
