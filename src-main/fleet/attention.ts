import type { Attention } from '../../src-shared/model/index.ts';
import type { StoredModel } from '../store/store.ts';
import type { Entry, LiveStatus } from './entry.ts';
import type { Finding } from './finding.ts';
import { isMeantToHash } from './hashing-state.ts';
import { findLostFans, lostFansWords } from './lost-fans.ts';
import { missingBoardsWords } from './missing-boards.ts';
import { currentLooks } from './standing.ts';

const LOW_HASHRATE_SHARE = 0.9;
const FAILURES_BEFORE_ATTENTION = 3;
const HOT_CHIP_C = 90;

type Add = (code: string, message: string) => void;

/** What about this miner wants a person, worst first. Pure: the same entry gives the same list. `isRead` tells whether it is polled. */
export function findAttention(entry: Entry, model: StoredModel | null, isRead: boolean): Attention[] {
  const found: Attention[] = [];
  const add: Add = (code, message) => {
    found.push({ code, message });
  };
  if (entry.conflictIps.length > 0) {
    add('address_conflict', `The same MAC answers at ${[entry.stored.ip, ...entry.conflictIps].join(' and ')}.`);
  }
  if (entry.stored.ip === null) return found;
  if (entry.keyTrouble !== null) add('api_key', entry.keyTrouble.message);
  if (entry.stored.managed && entry.poll.failures >= FAILURES_BEFORE_ATTENTION) {
    add('not_answering', `Does not answer polls: ${entry.poll.lastError ?? 'no reason known'}`);
  }
  if (entry.latest !== null && entry.stored.managed) {
    const findings = currentLooks(entry, isRead).flatMap((look) => look.findings);
    statusAttention(entry.latest, findings, model, add);
  }
  return found;
}

/** What is gone comes before what is less, so that the first reason is the likeliest cause. */
function statusAttention(
  { figures, chains, fans }: LiveStatus,
  findings: readonly Finding[],
  model: StoredModel | null,
  add: Add,
): void {
  if (figures.state === 'failure') {
    const code = figures.failure_code === null ? '' : ` (code ${figures.failure_code})`;
    add('failure', `Failure: ${figures.state_description ?? 'the firmware gives no reason'}${code}`);
    return;
  }
  if (figures.state === null || !isMeantToHash(figures.state)) return;
  const addFindings = (code: string, of: Finding['code']): void => {
    for (const finding of findings) if (finding.code === of) add(code, `${finding.message}.`);
  };

  if (figures.hashrate_hs === 0) add('not_hashing', 'Says it is mining, and hashes nothing.');
  else addFindings('not_hashing', 'miner_zero_hashrate');
  const ids = chains.map((chain) => chain.chain_id);
  const missing = missingBoardsWords(ids, model?.chains ?? null);
  if (missing !== null) add('board_missing', `${missing}.`);
  for (const chain of chains) {
    if (chain.state === 'failure' || chain.state === 'disconnected') {
      const why = chain.state_description === null ? '' : `: ${chain.state_description}`;
      add(
        'board_failed',
        `Board ${chain.chain_id} ${chain.state === 'failure' ? 'has failed' : 'is disconnected'}${why}.`,
      );
    }
  }
  addFindings('board_silent', 'board_zero_hashrate');
  // Hydro and immersion machines report lost fans as a matter of course: they have none.
  const lost = findLostFans(fans, figures.cooling_mode);
  if (lost.length > 0) add('fan_lost', `${lostFansWords(lost, fans)}.`);
  lowHashrate(figures, add);
  addFindings('chips_silent', 'chip_zero_hashrate');
  if (figures.chip_temp_max_c !== null && figures.chip_temp_max_c >= HOT_CHIP_C) {
    add('hot', `Hottest chip at ${Math.round(figures.chip_temp_max_c)} °C.`);
  }
}

function lowHashrate({ hashrate_hs, ...figures }: LiveStatus['figures'], add: Add): void {
  const expectedHs = figures.hashrate_expected_hs ?? figures.hashrate_nominal_hs;
  if (hashrate_hs === null || hashrate_hs === 0 || expectedHs === null) return;
  if (hashrate_hs >= expectedHs * LOW_HASHRATE_SHARE) return;
  add('low_hashrate', `Hashes ${Math.round((hashrate_hs / expectedHs) * 100)} % of what its preset promises.`);
}
