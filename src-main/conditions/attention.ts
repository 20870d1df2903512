import type { Attention } from '../../src-shared/model/index.ts';
import { isMeantToHash } from '../../src-shared/rules/hashing-state.ts';
import { hashrateShare, isLowHashrate } from '../../src-shared/rules/hashrate.ts';
import { FAILURES_BEFORE_ATTENTION, HOT_CHIP_C } from '../../src-shared/rules/thresholds.ts';
import type { Entry, LiveStatus } from '../fleet/entry.ts';
import { minerFacts } from '../fleet/miner-facts.ts';
import { isSettled } from '../fleet/reading-course.ts';
import type { StoredModel } from '../store/store.ts';
import { type Finding, placeOf } from './finding.ts';
import { findMinerAnomalies } from './miner-anomalies.ts';
import { protectiveStop } from './protective-stop.ts';
import { currentBoards, type FindingContext } from './standing.ts';

/** The findings that need a person, as the reasons they are. In this order, so that the first reason is the likeliest cause. */
const FINDING_REASONS: readonly (readonly [Finding['code'], string])[] = [
  ['figures_frozen', 'figures_frozen'],
  ['pools_down', 'pools_down'],
  ['miner_zero_hashrate', 'not_hashing'],
  ['board_missing', 'board_missing'],
  ['board_failed', 'board_failed'],
  ['board_zero_hashrate', 'board_silent'],
  ['fan_lost', 'fan_lost'],
  ['shares_rejected', 'shares_rejected'],
  ['board_chips_missing', 'chips_missing'],
  ['chip_zero_hashrate', 'chips_silent'],
];

/** What about this miner needs attention, worst first. Pure: the same entry gives the same list. */
export function findAttention(entry: Entry, model: StoredModel | null, context: FindingContext): Attention[] {
  const found: Attention[] = [];
  const { stored, latest, keyTrouble, poll } = entry;
  if (entry.conflictIps.length > 0) {
    const addresses = [stored.ip, ...entry.conflictIps].join(' and ');
    found.push({ code: 'address_conflict', message: `The same MAC answers at ${addresses}.` });
  }
  if (stored.ip === null) return found;
  if (keyTrouble !== null) found.push({ code: 'api_key', message: keyTrouble.message });
  if (stored.managed && poll.failures >= FAILURES_BEFORE_ATTENTION) {
    found.push({ code: 'not_answering', message: `Does not answer polls: ${poll.lastError ?? 'no reason known'}` });
  }
  if (latest === null || !stored.managed) return found;
  return [...found, ...statusAttention({ ...entry, latest }, model, context)];
}

function statusAttention(
  entry: Entry & { readonly latest: LiveStatus },
  model: StoredModel | null,
  context: FindingContext,
): Attention[] {
  const { latest, course } = entry;
  const { figures } = latest;
  if (figures.state === 'failure') return [failure(figures)];
  const stop = protectiveStop(figures);
  if (stop !== null) return [{ code: 'protective_stop', message: sentence(stop) }];
  if (figures.state === null || !isMeantToHash(figures.state)) return [];

  const boards = currentBoards(entry, context)?.findings ?? [];
  const places = new Set(boards.map(placeOf));
  const whole = findMinerAnomalies(minerFacts(entry, model, context.telemetryMs));
  const findings = [...whole.filter((finding) => !places.has(placeOf(finding))), ...boards];
  const reasons = FINDING_REASONS.flatMap(([code, reason]) =>
    findings
      .filter((finding) => finding.code === code)
      .map(({ message }) => ({ code: reason, message: sentence(message) })),
  );
  if (whole.some(({ code }) => code === 'figures_frozen')) return reasons.slice(0, 1);

  const share = hashrateShare(figures);
  if (isSettled(course, latest) && share !== null && share > 0 && isLowHashrate(share)) {
    const low = { code: 'low_hashrate', message: `Hash rate at ${Math.round(share * 100)} % of expected.` };
    // What is gone comes before what is less, and that before single chips.
    const before = reasons.findIndex(({ code }) => code === 'chips_missing' || code === 'chips_silent');
    reasons.splice(before === -1 ? reasons.length : before, 0, low);
  }
  if (figures.chip_temp_max_c !== null && figures.chip_temp_max_c >= HOT_CHIP_C) {
    reasons.push({ code: 'hot', message: `Hottest chip at ${Math.round(figures.chip_temp_max_c)} °C.` });
  }
  const unread = findings.find(({ code, severity }) => code === 'boards_unread' && severity !== 'notice');
  if (unread !== undefined) reasons.push({ code: 'boards_unread', message: sentence(unread.message) });
  return reasons;
}

function failure({ state_description: description, failure_code }: LiveStatus['figures']): Attention {
  const code = failure_code === null || failure_code === 0 ? '' : ` (code ${failure_code})`;
  return { code: 'failure', message: `Failure: ${description ?? 'the firmware gives no reason'}${code}` };
}

function sentence(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`;
}
