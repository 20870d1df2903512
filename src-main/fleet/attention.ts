import type { Attention } from '../../src-shared/model/index.ts';
import type { StoredModel } from '../store/store.ts';
import type { Entry } from './entry.ts';

/** States in which low figures are the plan, not a fault. */
const SETTLING = new Set([
  'initializing',
  'starting',
  'restarting',
  'shutting-down',
  'stopped',
  'paused',
  'auto-tuning',
  'tuning',
]);
const LOW_HASHRATE_SHARE = 0.9;
const FAILURES_BEFORE_ATTENTION = 3;
const HOT_CHIP_C = 90;

/** What about this miner wants a person, worst first. Pure: the same entry gives the same list. */
export function findAttention(entry: Entry, model: StoredModel | null): Attention[] {
  const found: Attention[] = [];
  const add = (code: string, message: string): void => {
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
  if (entry.latest !== null && entry.stored.managed) statusAttention(entry, model, add);
  return found;
}

function statusAttention(entry: Entry, model: StoredModel | null, add: (code: string, message: string) => void): void {
  const latest = entry.latest;
  if (latest === null) return;
  const { figures, chains, fans } = latest;
  if (figures.state === 'failure') {
    const code = figures.failure_code === null ? '' : ` (code ${figures.failure_code})`;
    add('failure', `Failure: ${figures.state_description ?? 'the firmware gives no reason'}${code}`);
    return;
  }
  if (figures.state === null || SETTLING.has(figures.state)) return;

  const expectedHs = figures.hashrate_expected_hs ?? figures.hashrate_nominal_hs;
  if (figures.hashrate_hs === 0) add('not_hashing', 'Says it is mining, and hashes nothing.');
  else if (
    figures.hashrate_hs !== null &&
    expectedHs !== null &&
    figures.hashrate_hs < expectedHs * LOW_HASHRATE_SHARE
  ) {
    const percent = Math.round((figures.hashrate_hs / expectedHs) * 100);
    add('low_hashrate', `Hashes ${percent} % of what its preset promises.`);
  }
  const missing = model?.chains == null ? 0 : model.chains - chains.length;
  if (missing > 0)
    add('board_missing', `${missing} of ${model?.chains} boards ${missing === 1 ? 'is' : 'are'} missing.`);
  for (const chain of chains) {
    if (chain.state === 'failure' || chain.state === 'disconnected') {
      const why = chain.state_description === null ? '' : `: ${chain.state_description}`;
      add('board_failed', `Board ${chain.chain_id} is in ${chain.state}${why}.`);
    }
  }
  if (figures.chip_temp_max_c !== null && figures.chip_temp_max_c >= HOT_CHIP_C) {
    add('hot', `Hottest chip at ${Math.round(figures.chip_temp_max_c)} °C.`);
  }
  // Hydro and immersion machines report lost fans as a matter of course: they have none.
  const airCooled = figures.cooling_mode !== 'immersion' && fans.some((fan) => (fan.rpm ?? 0) > 0);
  const lost = airCooled ? fans.filter((fan) => fan.status === 'lost') : [];
  if (lost.length > 0) add('fan_lost', `Fan ${lost.map((fan) => fan.fan_id + 1).join(', ')} lost.`);
}
