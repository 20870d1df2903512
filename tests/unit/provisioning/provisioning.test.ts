import { describe, expect, it } from 'vitest';
import { type FirmwareErrorCode, failure, success } from '../../../src-main/drivers/outcome.ts';
import { obtainKey } from '../../../src-main/drivers/vnish/obtain-key.ts';
import { FarmPasswords } from '../../../src-main/fleet/credentials/farm-passwords.ts';
import type { RequestedBy } from '../../../src-main/provisioning/key-provisioning.ts';
import { Provisioning, type ProvisioningOptions } from '../../../src-main/provisioning/provisioning.ts';
import { KeyedLock } from '../../../src-main/runtime/keyed-lock.ts';
import type { StoredMiner } from '../../../src-main/store/store.ts';
import { DAY_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import type { NewEvent } from '../../../src-shared/model/index.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { storedMiner } from '../../fixtures/farm/fleet-entries.ts';
import { memoryFleet } from '../../fixtures/farm/memory-fleet.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';
import { eventually, until } from '../../fixtures/patience.ts';
import { recognised } from '../discovery/pass-fixture.ts';

const ADDRESS = { host: '127.1.0.1', port: 80 };
const unavailable = async () => failure('timeout', 'no answer', { retryable: true });

/** One known miner without a key, and the number of requests to it. */
async function setUp(
  unlockFails: (password: string) => FirmwareErrorCode | null = () => null,
  ofFarm: readonly string[] = [],
  { isOfEarlierStart = false, unlockTimeoutS = null as number | null, isDiskFull = false } = {},
) {
  const clock = new ManualClock();
  const secrets = {
    format: 'v1',
    opens: ['v1'],
    encrypt: (text: string) => text,
    open: (text: string) => text,
  } as const;
  const passwords = new FarmPasswords({
    store: { minerPasswords: async () => [], putMinerPassword: async () => undefined },
    record: async () => undefined as never,
    secrets,
    clock,
  });
  for (const password of ofFarm) await passwords.add(password, TESTER);
  const miner = storedMiner({ api_key_sealed: null, first_seen_at: isOfEarlierStart ? 1 : clock.nowMs() });
  const reported: string[] = [];
  /** What is written of the miner: with which events, and with which key. */
  const writes: string[] = [];
  let written: readonly NewEvent[] = [];
  const record = (events: readonly NewEvent[]): void => {
    if (isDiskFull) throw new Error('The disk is full');
    written = events;
    reported.push(...events.map(({ event }) => event));
  };
  const upsertMiners = async (miners: readonly StoredMiner[]): Promise<void> => {
    const events = written.map(({ event }) => event).join() || 'nothing';
    for (const { api_key_sealed } of miners) writes.push(`${events} with ${api_key_sealed}`);
    written = [];
  };
  const fleet = await memoryFleet(clock, [miner], [], {}, undefined, record, { upsertMiners });
  const unlocks: string[] = [];
  /** For each ended session, whether its call was already cancelled. */
  const locks: boolean[] = [];
  const keys: { key: string; description: string | null }[] = [];
  let sessions = 0;
  let mostSessions = 0;
  const client: Parameters<typeof obtainKey>[0] = {
    async unlock(_, password) {
      unlocks.push(password);
      mostSessions = Math.max(mostSessions, ++sessions);
      await new Promise((resolve) => setImmediate(resolve));
      const code = unlockFails(password);
      if (code === null) return success('token');
      sessions -= 1;
      return failure(code, 'no', { retryable: false, unlockTimeoutS });
    },
    async lock(_miner, _token, call) {
      locks.push(call?.signal?.aborted === true);
      sessions -= 1;
      return success(null);
    },
    listApiKeys: async () => success([...keys]),
    async createApiKey(_miner, _token, key, description) {
      keys.push({ key, description });
      return success('inserted');
    },
    async deleteApiKey(_miner, _token, key) {
      keys.splice(
        keys.findIndex((one) => one.key === key),
        1,
      );
      return success(null);
    },
  };
  const minerGateway: ProvisioningOptions['minerGateway'] = {
    async obtainKey(miner, credentials, wanted, call) {
      if (credentials.kind !== 'password') throw new Error('VNish takes a password');
      return obtainKey(client, miner, { password: credentials.password, ...wanted }, call);
    },
    readModel: unavailable,
    readPresets: unavailable,
  };
  const publish = ({ event }: NewEvent): void => void reported.push(event);
  const minerLock = new KeyedLock();
  const provisioning = new Provisioning({ minerGateway, fleet, passwords, clock, minerLock, publish });
  const { signal } = new AbortController();
  const callAll = (count: number, requestedBy: RequestedBy): Promise<unknown> =>
    Promise.all(
      Array.from({ length: count }, () => provisioning.provision(miner.id, ADDRESS, { requestedBy, signal })),
    );
  const most = () => mostSessions;
  return {
    clock,
    passwords,
    fleet,
    minerLock,
    id: miner.id,
    provisioning,
    unlocks,
    locks,
    keys,
    reported,
    writes,
    callAll,
    most,
  };
}

describe('provisioning', () => {
  it('unlocks a miner once for any number of callers', async () => {
    for (const requestedBy of ['schedule', 'scan', 'check'] as const) {
      const { fleet, id, unlocks, reported, callAll, most } = await setUp();
      await callAll(5, requestedBy);
      expect(unlocks).toEqual(['admin']);
      expect(most()).toBe(1);
      expect(reported).toEqual(['api_key_created']);
      expect(fleet.secrets.apiKey(id)).toMatch(/^[0-9a-f]{32}$/);
    }
  });

  it('tries a wrong password once for any number of callers, and once more for those who check the miner later', async () => {
    const { unlocks, reported, callAll } = await setUp(() => 'unlock_refused');
    await callAll(5, 'check');
    expect(unlocks).toHaveLength(1);
    expect(reported).toEqual(['miner_password_refused']);
    await callAll(3, 'schedule');
    expect(unlocks).toHaveLength(1);
    await callAll(3, 'scan');
    expect(unlocks).toHaveLength(1);
    await callAll(3, 'check');
    expect(unlocks).toHaveLength(2);
  });

  it('does not hold a refusal of the old password against the new one', async () => {
    let right = false;
    const { fleet, id, unlocks, callAll } = await setUp(() => (right ? null : 'unlock_refused'));
    const old = callAll(1, 'check');
    await fleet.decisions.patch(id, { unlock_pass: 'better' }, TESTER);
    const now = callAll(2, 'check');
    await old;
    right = true;
    await now;
    expect(unlocks).toEqual(['admin', 'better']);
    expect(fleet.entry(id)?.keyTrouble).toBeNull();
    expect(fleet.secrets.apiKey(id)).not.toBeNull();
  });

  it('writes a key together with its event, and no other write of the miner comes before', async () => {
    const { fleet, id, writes, callAll } = await setUp();
    await callAll(1, 'scan');
    await fleet.save();
    expect(writes).toEqual([`api_key_created with ${fleet.secrets.apiKey(id)}`]);
  });

  it('uses a key that it cannot write now, and writes it and its event later', async () => {
    const { fleet, id, reported, writes, callAll } = await setUp(undefined, [], { isDiskFull: true });
    await expect(callAll(1, 'scan')).rejects.toThrow('The disk is full');
    expect(writes).toEqual([]);
    expect(reported).toEqual(['api_key_created']);
    expect(fleet.secrets.apiKey(id)).not.toBeNull();
    await fleet.save();
    expect(writes).toEqual([`nothing with ${fleet.secrets.apiKey(id)}`]);
  });

  it('reports a key that the miner had from it already, such as one that was made just before a kill', async () => {
    const { fleet, id, keys, reported, callAll } = await setUp();
    keys.push({ key: 'made before', description: 'PowerHive' });
    await callAll(1, 'scan');
    expect(fleet.secrets.apiKey(id)).toBe('made before');
    expect(reported).toEqual(['api_key_taken_over']);
  });

  it('does not repeat a password that may have reached the miner: its answer was lost here', async () => {
    for (const code of ['starved', 'not_sent', 'timeout'] as const) {
      const { clock, unlocks, callAll } = await setUp(() => code);
      for (let scan = 0; scan < 3; scan++) await callAll(1, 'schedule');
      expect([code, unlocks]).toEqual([code, ['admin']]);
      await clock.advance(60_000);
      await callAll(1, 'schedule');
      expect([code, unlocks.length]).toEqual([code, 2]);
    }
  });

  it('repeats at the next scan what never left this computer', async () => {
    for (const code of ['no_route', 'no_sockets'] as const) {
      const { fleet, id, unlocks, callAll } = await setUp(() => code);
      for (let scan = 0; scan < 3; scan++) await callAll(1, 'schedule');
      expect([code, unlocks.length]).toEqual([code, 3]);
      expect(fleet.entry(id)?.keyTrouble).toBeNull();
    }
  });

  it('rests as long as it should where the clock is set back meanwhile, whoever asks', async () => {
    for (const code of ['unlock_blocked', 'timeout'] as const) {
      const { clock, unlocks, callAll } = await setUp(() => code);
      await callAll(1, 'schedule');
      clock.setBack(DAY_MS);
      await callAll(1, 'schedule');
      expect([code, unlocks.length]).toEqual([code, 1]);
      await clock.advance(5 * MINUTE_MS);
      await callAll(1, code === 'timeout' ? 'schedule' : 'check');
      expect([code, unlocks.length]).toEqual([code, 2]);
    }
  });

  it('waits five minutes where a miner asks to be left alone for longer than any lock-out lasts', async () => {
    for (const code of ['unlock_blocked', 'unlock_refused'] as const) {
      const more = { unlockTimeoutS: 1_764_000_000 };
      const { clock, fleet, id, passwords, unlocks, callAll } = await setUp(() => code, ['a'], more);
      await callAll(1, 'schedule');
      expect([code, fleet.entry(id)?.keyTrouble?.message]).toEqual([code, expect.stringContaining('in 5 min')]);
      await passwords.add('late', TESTER);
      await callAll(1, 'check');
      expect([code, unlocks.length]).toEqual([code, 1]);
      await clock.advance(5 * MINUTE_MS);
      await callAll(1, 'schedule');
      expect([code, unlocks.length]).toEqual([code, 2]);
    }
  });

  it('does not unlock a miner while something else writes to it', async () => {
    const { minerLock, id, unlocks, callAll } = await setUp();
    const { promise: written, resolve: endWrite } = Promise.withResolvers<void>();
    const write = minerLock.run(id, () => written);
    const provisioned = callAll(1, 'scan');
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
    expect(unlocks).toEqual([]);
    endWrite();
    await Promise.all([write, provisioned]);
    expect(unlocks).toEqual(['admin']);
  });

  it('lets a caller go that is aborted while it waits', async () => {
    const { id, provisioning, unlocks } = await setUp();
    const leaving = new AbortController();
    const first = provisioning.provision(id, ADDRESS, { requestedBy: 'check', signal: new AbortController().signal });
    const second = provisioning.provision(id, ADDRESS, { requestedBy: 'check', signal: leaving.signal });
    leaving.abort();
    await second;
    await first;
    expect(unlocks).toHaveLength(1);
  });
});

describe('a password of its own', () => {
  it('is held back by a pause after three, however often it is changed', async () => {
    const { clock, fleet, id, unlocks, callAll } = await setUp(() => 'unlock_refused');
    for (const unlock_pass of ['a', 'b', 'c', 'd', 'e']) {
      await fleet.decisions.patch(id, { unlock_pass }, TESTER);
      await callAll(1, 'check');
    }
    expect(unlocks).toEqual(['a', 'b', 'c']);
    expect(fleet.entry(id)?.keyTrouble?.message).toBe('Login paused after wrong passwords (try again in 5 min).');
    await clock.advance(5 * MINUTE_MS);
    await callAll(1, 'schedule');
    expect(unlocks).toEqual(['a', 'b', 'c', 'e']);
  });

  it('waits as long as the miner blocks, also where the miner was removed, or took the place of another, meanwhile', async () => {
    const { clock, fleet, id, unlocks, callAll } = await setUp(() => 'unlock_blocked', [], { unlockTimeoutS: 600 });
    await callAll(1, 'schedule');
    const changes = [
      () => fleet.decisions.patch(id, { unlock_pass: 'better' }, TESTER),
      async () => {
        await fleet.decisions.remove(id, 'keep', TESTER);
        fleet.upsertSeen(id, '127.1.0.1', recognised(id));
      },
      async () => {
        fleet.upsertSeen('02:95:23:00:00:98', '127.1.0.2', recognised('02:95:23:00:00:98'));
        await fleet.decisions.replace('02:95:23:00:00:98', id, TESTER);
      },
    ];
    for (const change of changes) {
      await change();
      for (const requestedBy of ['schedule', 'scan', 'check'] as const) await callAll(1, requestedBy);
      expect(fleet.entry(id)?.keyTrouble?.message).toBe(
        'Login blocked after too many wrong passwords (try again in 10 min).',
      );
    }
    expect(unlocks).toEqual(['admin']);
    await clock.advance(600_000);
    await callAll(1, 'schedule');
    expect(unlocks).toHaveLength(2);
  });
});

describe('a key that does not work', () => {
  it('is replaced by a new one, and not taken up again where the miner lists it', async () => {
    const { fleet, id, keys, reported, callAll } = await setUp();
    await callAll(1, 'schedule');
    const first = fleet.secrets.apiKey(id);
    fleet.secrets.suspectKey(id, fleet.secrets.apiKey(id));
    await callAll(1, 'schedule');
    expect(fleet.secrets.apiKey(id)).not.toBe(first);
    expect(keys.map(({ key }) => key)).toEqual([fleet.secrets.apiKey(id)]);
    expect(reported).toEqual(['api_key_created', 'api_key_created']);
    // A request with the first key is answered only now: that is no word about the new one.
    fleet.secrets.suspectKey(id, first);
    expect(fleet.entry(id)).toMatchObject({ keySuspect: false, keyTrouble: null });
    await callAll(1, 'schedule');
    expect(fleet.entry(id)?.keyTrouble).toBeNull();
  });

  it('costs one login an hour, however many scans, and the miner says so', async () => {
    const { clock, fleet, id, unlocks, callAll } = await setUp();
    await callAll(1, 'schedule');
    for (let scan = 0; scan < 7; scan++) {
      fleet.secrets.suspectKey(id, fleet.secrets.apiKey(id));
      await callAll(1, 'schedule');
      await clock.advance(30_000);
    }
    expect(unlocks).toHaveLength(2);
    expect(fleet.entry(id)?.keyTrouble?.message).toBe(
      'The miner ignores its API key, also a new one. Check its firmware. Another key is tried within 1 h.',
    );
    await callAll(1, 'check');
    expect(unlocks).toHaveLength(3);
    fleet.secrets.suspectKey(id, fleet.secrets.apiKey(id));
    await clock.advance(60 * MINUTE_MS);
    await callAll(1, 'schedule');
    expect(unlocks).toHaveLength(4);
  });
});

it('ends its session also where it is stopped meanwhile', async () => {
  const stopping = new AbortController();
  const { id, provisioning, locks } = await setUp(() => {
    stopping.abort();
    return null;
  });
  await provisioning.provision(id, ADDRESS, { requestedBy: 'check', signal: stopping.signal });
  await eventually(() => expect(locks).toEqual([false]));
});

describe('the passwords of a farm', () => {
  const onlyTakes = (right: string) => (password: string) => (password === right ? null : 'unlock_refused');

  it('are tried in their order, the factory password last, each once', async () => {
    const { fleet, id, unlocks, reported, passwords, callAll } = await setUp(onlyTakes('admin'), ['first', 'second']);
    await callAll(3, 'schedule');
    expect(unlocks).toEqual(['first', 'second', 'admin']);
    expect(reported).toEqual(['api_key_created']);
    expect(fleet.secrets.apiKey(id)).not.toBeNull();
    expect(passwords.list().map(({ unlocked, refused }) => [unlocked, refused])).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  it('that come later are tried on a locked miner, and those that it refused are not', async () => {
    const { fleet, id, unlocks, reported, passwords, callAll } = await setUp(onlyTakes('late'), ['first']);
    await callAll(2, 'schedule');
    expect(unlocks).toEqual(['first', 'admin']);
    expect(reported).toEqual(['miner_password_refused']);
    expect(fleet.entry(id)?.keyTrouble).toMatchObject({ code: 'refused', retryAtMs: null });
    await passwords.add('late', TESTER);
    await callAll(2, 'schedule');
    expect(unlocks).toEqual(['first', 'admin', 'late']);
    expect(fleet.entry(id)?.keyTrouble).toBeNull();
    expect(passwords.list()[1]).toMatchObject({ unlocked: 1, refused: 0, last_refused_at: null });
  });

  it('come three in a row, the next ones after a pause', async () => {
    const { clock, fleet, id, unlocks, callAll } = await setUp(() => 'unlock_refused', ['a', 'b', 'c', 'd']);
    await callAll(1, 'schedule');
    expect(unlocks).toEqual(['a', 'b', 'c']);
    expect(fleet.entry(id)?.keyTrouble?.message).toBe('Wrong miner password. The next one is tried in 5 min.');
    await callAll(1, 'schedule');
    expect(unlocks).toHaveLength(3);
    await clock.advance(300_000);
    await callAll(1, 'schedule');
    expect(unlocks).toEqual(['a', 'b', 'c', 'd', 'admin']);
    expect(fleet.entry(id)?.keyTrouble?.message).toBe('Wrong miner password: 5 tried. Enter the right one.');
  });

  it('wait while a miner blocks unlocking, and go on with the one that it did not judge', async () => {
    let blocks = true;
    const fails = (password: string) => (password === 'a' ? 'unlock_refused' : blocks ? 'unlock_blocked' : null);
    const { clock, unlocks, callAll } = await setUp(fails, ['a', 'b']);
    await callAll(1, 'schedule');
    await callAll(1, 'schedule');
    expect(unlocks).toEqual(['a', 'b']);
    blocks = false;
    await clock.advance(300_000);
    await callAll(1, 'schedule');
    expect(unlocks).toEqual(['a', 'b', 'b']);
  });

  it('are not tried on a miner that has a password of its own', async () => {
    const { fleet, id, unlocks, callAll } = await setUp(() => 'unlock_refused', ['a']);
    await fleet.decisions.patch(id, { unlock_pass: 'own' }, TESTER);
    await callAll(1, 'schedule');
    expect(unlocks).toEqual(['own']);
  });

  it('are held back by a pause, whoever asks, and by a scan what was refused is not tried again', async () => {
    const { clock, passwords, provisioning, unlocks, callAll } = await setUp(() => 'unlock_refused', ['a']);
    await callAll(1, 'schedule');
    const add = async (password: string): Promise<void> => {
      await passwords.add(password, TESTER);
      await provisioning.provisionLocked(new AbortController().signal, () => undefined);
    };
    for (const password of ['b', 'c', 'd']) await add(password);
    for (const requestedBy of ['scan', 'check'] as const) await callAll(1, requestedBy);
    expect(unlocks).toEqual(['a', 'admin', 'b']);
    await clock.advance(300_000);
    for (const requestedBy of ['schedule', 'scan'] as const) await callAll(1, requestedBy);
    expect(unlocks).toEqual(['a', 'admin', 'b', 'c', 'd']);
  });

  it('that a miner refused all are tried again where that miner is checked: three, then a pause, the others next', async () => {
    const { clock, fleet, id, unlocks, callAll } = await setUp(() => 'unlock_refused', ['a', 'b', 'c']);
    await callAll(1, 'schedule');
    await clock.advance(300_000);
    await callAll(1, 'schedule');
    expect(unlocks.splice(0)).toEqual(['a', 'b', 'c', 'admin']);
    for (let i = 0; i < 3; i++) await callAll(1, 'check');
    expect(unlocks.splice(0)).toEqual(['a', 'b', 'c']);
    await clock.advance(300_000);
    await callAll(1, 'check');
    expect(unlocks).toEqual(['admin', 'a', 'b']);
    expect(fleet.entry(id)?.keyTrouble?.refused).toHaveLength(4);
  });

  it('that come later wait as long as the miner asked for with its last refusal', async () => {
    const { clock, passwords, unlocks, callAll } = await setUp(() => 'unlock_refused', [], { unlockTimeoutS: 900 });
    await callAll(1, 'schedule');
    await passwords.add('late', TESTER);
    for (const requestedBy of ['schedule', 'scan', 'check'] as const) await callAll(1, requestedBy);
    expect(unlocks).toEqual(['admin']);
    await clock.advance(900_000);
    await callAll(1, 'schedule');
    expect(unlocks).toEqual(['admin', 'late']);
  });

  it('are tried one by one first on a miner that an earlier start knew: what it refused then is not known', async () => {
    const { clock, unlocks, callAll } = await setUp(() => 'unlock_refused', ['a', 'b'], { isOfEarlierStart: true });
    for (const requestedBy of ['schedule', 'scan', 'check'] as const) await callAll(1, requestedBy);
    expect(unlocks).toEqual(['a']);
    await clock.advance(300_000);
    await callAll(1, 'schedule');
    expect(unlocks).toEqual(['a', 'b', 'admin']);
  });
});

it('a miner that waits for its turn among many is free for a job, and is not unlocked while the job has it', async () => {
  const clock = new ManualClock();
  const ids = Array.from({ length: 30 }, (_, n) => `02:95:23:00:01:${n.toString(16).padStart(2, '0')}`);
  const stored = ids.map((id) => storedMiner({ id, api_key_sealed: null, first_seen_at: clock.nowMs() }));
  const fleet = await memoryFleet(clock, stored, [], {});
  const begun: string[] = [];
  const { promise: silence, resolve: answer } = Promise.withResolvers<void>();
  const obtain: ProvisioningOptions['minerGateway']['obtainKey'] = async ({ mac }) => {
    begun.push(mac);
    await silence;
    return unavailable();
  };
  const minerLock = new KeyedLock();
  const provisioning = new Provisioning({
    minerGateway: { obtainKey: obtain, readModel: unavailable, readPresets: unavailable },
    fleet,
    passwords: { toTry: () => [], noteUnlocked: () => undefined, noteRefused: () => undefined },
    clock,
    minerLock,
    publish: () => undefined,
  });
  const { signal } = new AbortController();
  const all = ids.map((id) => provisioning.provision(id, ADDRESS, { requestedBy: 'schedule', signal }));
  await until('the first ones', () => begun.length >= 24);
  const { promise: job, resolve: endJob } = Promise.withResolvers<void>();
  let isJobAtWork = false;
  const working = minerLock.run(ids.at(-1) ?? '', () => {
    isJobAtWork = true;
    return job;
  });
  await until('the job', () => isJobAtWork);
  answer();
  await until('all others', () => begun.length >= 29);
  expect(begun).not.toContain(ids.at(-1));
  endJob();
  await Promise.all([working, ...all]);
  expect(begun).toContain(ids.at(-1));
});
