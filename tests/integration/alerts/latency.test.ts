import { expect, it } from 'vitest';
import type { Rule } from '../../../src-shared/model/index.ts';
import { startHttpReceiver } from '../../fixtures/alerts/receivers.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { pause, scaledMs, until } from '../../fixtures/patience.ts';
import { startWatchedFarm } from '../../fixtures/program/watched-farm.ts';

/** What a message may take besides the duration of its rule, from the moment at the miner on. */
const LATE_MS = 20_000;
/** The faults, each on a miner of its own, and the rule that finds it. */
const FAULTS = [
  ['fan-lost', 'fan_lost'],
  ['board-missing', 'board_lost'],
  ['board-silent', 'board_lost'],
  ['pools-down', 'pools_down'],
  ['not-hashing', 'not_hashing'],
  ['chip-dead', 'chips_dead'],
  ['hot', 'chip_hot'],
  ['protective-stop', 'failure'],
  ['offline', 'offline'],
] as const;
const FOR_SECONDS = 10;
/** Longer than a scan needs to be sure that a miner is offline. */
const OFFLINE_FOR_SECONDS = 60;

it('a fault is in a message within the duration of its rule and 20 s, at the default intervals', async () => {
  const net = await claimNet();
  await using receiver = await startHttpReceiver();
  await using farm = await startWatchedFarm({
    listen: `${net}.1.1-${net}.1.${FAULTS.length}:8985`,
    seed: 7,
    profile: 's19jpro',
    timeScale: 20,
  });
  const { serving } = farm;
  // Critical messages wait for no limit of the channel.
  for (const id of new Set(FAULTS.map(([, rule]) => rule))) {
    const for_seconds = id === 'offline' ? OFFLINE_FOR_SECONDS : FOR_SECONDS;
    // The fans of a simulated miner keep it below 90 °C.
    const query = id === 'chip_hot' ? { query: 'temp>80' } : {};
    const { status } = await serving.rest('PATCH', `/rules/${id}`, { for_seconds, severity: 'critical', ...query });
    expect(status).toBe(200);
  }
  const channel = { kind: 'webhook', name: 'Hook', enabled: true, settings: { url: receiver.url, secret: 'secret' } };
  expect((await serving.rest('POST', '/channels', channel)).status).toBe(201);
  await until('all miners to be warm', async () => (await farm.miners()).every(({ settling }) => !settling));

  const began = new Map<string, { readonly fault: string; readonly rule: string; readonly at: number }>();
  for (const [i, [fault, rule]] of FAULTS.entries()) {
    const miner = farm.fleet.miners[i];
    if (miner === undefined) throw new Error('There are too few miners.');
    // At different moments of the intervals.
    await pause(900);
    miner.injectFault(fault);
    began.set(miner.mac.toLowerCase(), { fault, rule, at: Date.now() });
  }
  const took = new Map<string, number>();
  const rules = new Map(((await serving.rest('GET', '/rules')).body as Rule[]).map((rule) => [rule.id, rule]));
  while (took.size < FAULTS.length) {
    await until('the next message', () => receiver.received.length > 0);
    for (const { json } of receiver.received.splice(0)) {
      const { at, fault, rule } = began.get(json.incident?.miner_ids[0] ?? '') ?? {};
      if (json.event === 'test' || at === undefined || fault === undefined || took.has(fault)) continue;
      took.set(fault, Date.now() - at - (rules.get(rule ?? '')?.for_seconds ?? 0) * 1000);
    }
  }
  expect([...took.keys()].sort()).toEqual(FAULTS.map(([fault]) => fault).sort());
  expect([...took].filter(([, ms]) => ms > scaledMs(LATE_MS))).toEqual([]);
});
