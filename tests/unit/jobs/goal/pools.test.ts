import { describe, expect, it, vi } from 'vitest';
import {
  areSameSlots,
  isSamePool,
  type ShownPool,
  slotsFor,
  slotsOfBefore,
  unknownPlaceholders,
} from '../../../../src-main/jobs/goal/pool-addresses.ts';
import { type Actor, NewJob } from '../../../../src-shared/model/index.ts';
import { jobsAtWork } from '../../../fixtures/jobs/jobs-at-work.ts';

const ACTOR: Actor = { via: 'browser', name: 'browser', scope: 'operate' };
const NEW = 'stratum+tcp://new.example:3333';
const OLD = 'pool.example:3333';
const EMPTY = { url: '', user: '', pass: '' };
const stored = [{ url: 'stratum+tcp://pool.example:3333', user: 'farm.1', pass: 'secret' }, EMPTY, EMPTY];
const miner = {
  id: '02:0d:27:00:00:01',
  name: 'R1-S02',
  ip: '10.1.0.5:80',
  hostname: 'Antminer',
  tags: ['rack-2', 'hydro'],
};

describe('the pools that miners are set to', () => {
  it('are one for each address, those of most miners first, with how many have each', () => {
    const { jobs, miners } = jobsAtWork(4, {
      changes: (n) => ({
        pools: [
          { url: n === 1 ? 'stratum+tcp://Pool.example:3333/' : OLD, user: `farm.${n}`, pass: 'x' },
          n < 4 ? { url: NEW, user: `farm.${n}`, pass: 'x' } : EMPTY,
          EMPTY,
        ],
        active: n === 2 ? 1 : 0,
      }),
    });
    expect(jobs.plans.poolsOf([...miners.ids, '02:00:00:00:00:99'])).toEqual([
      { url: 'stratum+tcp://Pool.example:3333/', miners: 4, active: 3 },
      { url: NEW, miners: 3, active: 1 },
    ]);
    expect(jobs.plans.poolsOf(miners.ids.slice(3))).toEqual([{ url: OLD, miners: 1, active: 1 }]);
    expect(jobs.plans.poolsOf([])).toEqual([]);
  });
});

describe('the slots that are written', () => {
  it('are always all three', () => {
    const pool = { url: NEW, user: 'farm.2', pass: 'x' };
    expect(slotsFor([pool], stored, miner)).toEqual([pool, EMPTY, EMPTY]);
  });

  it('have the worker name of each miner', () => {
    const worker = (user: string) => slotsFor([{ url: NEW, user, pass: 'x' }], stored, miner);
    const user = 'farm.{name}-{mac}-{ip}-{hostname}-{tag.rack}';
    expect(worker(user)).toMatchObject([{ user: 'farm.R1-S02-020d27000001-10.1.0.5-Antminer-2' }, EMPTY, EMPTY]);
    expect(worker('farm.{tag.row}')).toBe('it has nothing for {tag.row} of the worker name');
    const broken = slotsFor([{ url: NEW, user: '{hostname}', pass: 'x' }], stored, {
      ...miner,
      hostname: 'Ant\nminer',
    });
    expect(broken).toBe('its worker name would have control characters');
    expect(unknownPlaceholders('{name}{tag.rack}{serial}')).toEqual(['serial']);
  });

  it('keep the worker name of the same pool, else of the one in its place, else the only one that there is', () => {
    const has = (...workers: [url: string, user: string][]) => workers.map(([url, user]) => ({ url, user, pass: 'x' }));
    const kept = (present: typeof stored, ...urls: string[]) => {
      const slots = slotsFor(
        urls.map((url) => ({ url, user: '{worker}' })),
        present,
        miner,
      );
      return typeof slots === 'string' ? slots : slots.flatMap(({ user }) => (user === '' ? [] : [user]));
    };
    expect(kept(stored, NEW)).toEqual(['farm.1']);
    expect(kept(has([OLD, 'a'], ['b:1', 'b']), NEW, 'stratum+tcp://Pool.example:3333/')).toEqual(['a', 'a']);
    expect(kept(has([OLD, 'a'], ['b:1', 'b']), NEW, 'c:1')).toEqual(['a', 'b']);
    // An empty slot is no place.
    expect(kept(has(['', ''], [OLD, 'a'], ['b:1', 'a']), NEW, 'c:1', 'd:1')).toEqual(['a', 'a', 'a']);
    // Two accounts at one address: that in its place.
    expect(kept(has([OLD, 'a'], [OLD, 'b']), NEW, OLD)).toEqual(['a', 'b']);
    const unknown = (url: string) =>
      `it is not certain which worker it has for ${url}: its names are masked, empty or several`;
    expect(kept(has([OLD, 'a'], ['b:1', 'b']), NEW, 'c:1', 'd:1')).toBe(unknown('d:1'));
    expect(kept(has(['b:1', 'c'], [OLD, 'a'], [OLD, 'b']), OLD)).toBe(unknown(OLD));
    for (const none of [has(), has([OLD, '']), has([OLD, '*****'])]) expect(kept(none, 'd:1')).toBe(unknown('d:1'));
    // A name that looks like a placeholder is a name.
    expect(kept(has([OLD, 'farm.{name}']), NEW)).toEqual(['farm.{name}']);
    expect(unknownPlaceholders('{worker}')).toEqual([]);
  });

  it('keep the password of a pool that stays, and the form in which addresses stand on the miner', () => {
    expect(slotsFor([{ url: OLD, user: 'farm.9' }], stored, miner)).toEqual([
      { url: 'stratum+tcp://pool.example:3333', user: 'farm.9', pass: 'secret' },
      EMPTY,
      EMPTY,
    ]);
    const bare = [{ url: OLD, user: 'farm.1', pass: 'x' }];
    expect(slotsFor([{ url: NEW, user: 'farm.1', pass: 'x' }], bare, miner)).toMatchObject([
      { url: 'new.example:3333' },
      EMPTY,
      EMPTY,
    ]);
  });

  it('never have a mask in the place of a name or a password', () => {
    const masked = [{ url: OLD, user: '*****', pass: '*****' }];
    expect(slotsFor([{ url: OLD, user: 'farm.1' }], masked, miner)).toMatch(/masked/);
    expect(slotsFor([{ url: OLD, user: '*****', pass: 'x' }], stored, miner)).toMatch(/masked/);
  });

  it('keep every scheme but that of plain stratum as it was ordered', () => {
    const urlOf = (url: string, at: string) => {
      const slots = slotsFor([{ url, user: 'a', pass: 'x' }], [{ url: at, user: 'a', pass: 'x' }], miner);
      return typeof slots === 'string' ? slots : slots[0]?.url;
    };
    const [ssl, key] = ['stratum+ssl://new.example:443', 'stratum2+tcp://v2.example:3336/KEYcase'];
    expect([urlOf(ssl, OLD), urlOf(key, OLD)]).toEqual([ssl, key]);
    expect([urlOf(ssl, NEW), urlOf('new.example:443', ssl)]).toEqual([ssl, 'new.example:443']);
    expect(urlOf('stratum+ssl://pool.example:3333', OLD)).toBe('stratum+ssl://pool.example:3333');
    expect([urlOf('b.example:1', NEW), urlOf('STRATUM+TCP://b.example:1', OLD)]).toEqual([
      'stratum+tcp://b.example:1',
      'b.example:1',
    ]);
  });

  it('are others with another scheme, or another key in the path', () => {
    const set = (url: string) => [{ url, user: 'a', pass: 'x' }];
    const [plain, ssl] = ['stratum+tcp://pool.example:443', 'stratum+ssl://pool.example:443'];
    expect(areSameSlots(set(ssl), set(plain))).toBe(false);
    expect(areSameSlots(set(ssl), set('Stratum+SSL://Pool.example:443/'))).toBe(true);
    expect(areSameSlots(set('v2.example:1/KEY'), set('v2.example:1/key'))).toBe(false);
    // A miner that works for it reports it without its scheme.
    expect(isSamePool(ssl, 'pool.example:443')).toBe(true);
  });

  it('are not written where a password stays that the miner does not show', () => {
    const hidden = [{ url: OLD, user: 'farm.1', pass: null }];
    expect(slotsFor([{ url: OLD, user: 'farm.1' }], hidden, miner)).toBe(
      'it does not show the password of pool.example:3333: the order must give it (pass)',
    );
    expect(slotsFor([{ url: OLD, user: 'farm.1', pass: 'x' }], hidden, miner)).toMatchObject([{ pass: 'x' }, {}, {}]);
    expect(slotsFor([{ url: NEW, user: 'farm.1' }], hidden, miner)).toMatchObject([{ pass: '' }, {}, {}]);
  });

  it('are the same in whatever form an address is written', () => {
    expect(isSamePool('stratum+tcp://Pool.example:3333/', 'pool.example:3333')).toBe(true);
    expect(isSamePool('stratum+tcp://user:p/s@s@pool.example:3333', 'pool.example:3333')).toBe(true);
    expect(isSamePool('pool.example:3333', 'pool.example:3334')).toBe(false);
    expect(areSameSlots([{ url: OLD, user: 'farm.1', pass: 'secret' }], stored)).toBe(true);
    expect(areSameSlots([{ url: OLD, user: 'farm.1', pass: 'other' }], stored)).toBe(false);
  });

  it('are others with another login in the address, which is written as it was ordered', () => {
    const [one, other] = ['stratum+tcp://acc1@pool.example:3333', 'stratum+tcp://acc2@pool.example:3333'];
    const kept = [{ url: one, user: 'farm.1', pass: 'secret' }];
    expect(areSameSlots([{ url: other, user: 'farm.1', pass: 'secret' }], kept)).toBe(false);
    const slots = slotsFor([{ url: other, user: 'farm.1' }], kept, miner);
    expect(typeof slots === 'string' ? slots : slots[0]).toEqual({ url: other, user: 'farm.1', pass: 'secret' });
  });
});

describe('a job of pools', () => {
  const pools = [{ url: 'new.example:3333', user: 'farm.{name}', pass: 'x' }];

  it('writes three slots once each, restarts, and proves shares on the new pool; its undo puts back what was', async () => {
    const { miners, store, start, undo, untilEnd, verdicts, errors } = jobsAtWork(7);
    const before = miners.all.map((one) => structuredClone(one.pools));
    const id = await start({ action: 'pools', params: { pools }, confirm_count: 7 });
    await untilEnd(id);
    expect(await verdicts(id)).toEqual({ proven: 7 });
    for (const { writes } of miners.all) {
      expect(writes.map(({ kind }) => kind)).toEqual(['pools', 'restart']);
      expect(writes[0]).toMatchObject({ pools: { length: 3 } });
    }
    expect(new Set(miners.all.map((one) => one.pools[0]?.user)).size).toBe(7);
    expect(store.backups).toHaveLength(7);

    await untilEnd((await undo(id)).job_id);
    expect(miners.all.map((one) => one.pools)).toEqual(before);
    expect(errors).toEqual([]);
  });

  it('leaves out a miner whose pools are shown masked, and writes nothing to it', async () => {
    // With a password of its own nothing masked would be written, but nothing could be read back.
    for (const pass of [undefined, 'x']) {
      const { miners, jobs, start, untilEnd } = jobsAtWork(2, {
        changes: (n) => (n === 1 ? {} : { pools: [{ url: OLD, user: '*****', pass: '*****' }] }),
      });
      const pools = [{ url: OLD, user: 'farm.new', pass }];
      const id = await start({ action: 'pools', params: { pools }, confirm_count: 2 });
      await untilEnd(id);
      const masked = (await jobs.get(id))?.items.find((item) => item.id === miners.at(2).id);
      expect(masked).toMatchObject({ verdict: 'skipped', code: 'not_allowed' });
      expect(miners.at(2).writes).toEqual([]);
    }
  });
});

describe('a job that puts back the pools of before', () => {
  const isForeignPool = ({ url }: { url: string | null }) => url?.includes('thief') === true;
  const thief = [{ url: 'pool.thief.example:3333', user: 'thief.1', pass: 't' }, EMPTY, EMPTY];

  it('writes those of each miner with its own worker, and its undo restores no thief', async () => {
    const { jobs, miners, start, untilEnd, verdicts } = jobsAtWork(5, {
      changes: (n) => (n === 5 ? {} : { pools: structuredClone(thief) }),
    });
    const known = miners.miner.bind(miners);
    vi.spyOn(miners, 'miner').mockImplementation((id) => {
      const miner = known(id);
      const n = miners.ids.indexOf(id) + 1;
      const own = [{ url: OLD, user: `farm.r${n}{x}` }];
      const running = [{ url: miner?.now?.pools?.[0]?.url ?? '', user: miner?.now?.pools?.[0]?.user ?? '' }];
      const poolsBefore =
        n === 3 ? null : n === 4 ? [...own, { url: 'b.thief.example', user: 'x' }] : n === 5 ? running : own;
      return miner === null ? null : { ...miner, isForeignPool, poolsBefore };
    });
    const order = { action: 'pools', params: { before: true } } as const;
    const { plan } = jobs.plans.prepare(NewJob.parse({ ids: miners.ids, ...order }), miners.ids);
    expect(plan.planned.map(({ expect }) => expect.pools)).toEqual([
      [{ url: OLD, user: 'farm.r1{x}' }],
      [{ url: OLD, user: 'farm.r2{x}' }],
    ]);
    expect(plan.skipped.map(({ code, reason }) => [code, reason])).toEqual([
      ['not_allowed', expect.stringMatching(/^PowerHive knows no pools that it had before/)],
      ['not_allowed', expect.stringMatching(/^b\.thief\.example, which it had before, counts as a foreign pool/)],
      ['already_there', 'it has these pools already'],
    ]);
    const id = await start({ ...order, confirm_count: 2 });
    await untilEnd(id);
    expect(await verdicts(id)).toMatchObject({ proven: 2 });
    expect([1, 2].map((n) => miners.at(n).pools[0])).toEqual([
      { url: OLD, user: 'farm.r1{x}', pass: 't' },
      { url: OLD, user: 'farm.r2{x}', pass: 't' },
    ]);
    const undo = await jobs.plans.prepareUndo(id);
    expect(undo).toMatchObject({ plan: { planned: [], skipped: [{}, {}] } });
  });

  it('keeps the password of an address, else that of its slot, and gives none of another pool of before', () => {
    const of = (...slots: [url: string, pass: string | null][]) =>
      slots.map(([url, pass]) => ({ url, user: url === '' ? '' : 'farm.1', pass }));
    const [one, two] = [OLD, 'two.example:3333'].map((url) => ({ url, user: 'farm.1' })) as [ShownPool, ShownPool];
    const written = (...slots: Parameters<typeof of>) => slotsOfBefore([one, two], of(...slots), () => false);
    expect(written(['thief.example', 'x'], ['b.thief.example', ''], ['', ''])).toEqual(
      of([OLD, 'x'], [two.url, ''], ['', '']),
    );
    // They changed places: the first one got no password of the second.
    expect(written([two.url, '2'], ['thief.example', 't'], ['', ''])).toEqual(of([OLD, ''], [two.url, '2'], ['', '']));
    expect(written([two.url, '2'], [OLD, '1'], ['', ''])).toEqual(of([OLD, '1'], [two.url, '2'], ['', '']));
    expect(written(['thief.example', null], ['', ''], ['', ''])).toContain('masked');
  });

  it('gives each account at one address its own password, and that of a thief only where no own one is stored', () => {
    const at = (user: string, pass = '') => ({ url: OLD, user, pass });
    const before = [at('farm.1'), at('second.1')];
    const written = (...stored: ReturnType<typeof at>[]) => {
      const slots = slotsOfBefore(before, [...stored, EMPTY], () => false);
      return typeof slots === 'string' ? slots : slots.slice(0, 2).map(({ pass }) => pass);
    };
    expect(written(at('farm.1', 'f'), at('second.1', 's'))).toEqual(['f', 's']);
    expect(written(at('second.9', 's'), at('Farm.7', 'f'))).toEqual(['f', 's']);
    expect(written(at('thief.1', 't'), at('second.1', 's'), at('farm.1', 'f'))).toEqual(['f', 's']);
    expect(written(at('farm.1', 'f'))).toEqual(['f', '']);
    expect(written(at('thief.1', 't'), at('second.1', 's'))).toEqual(['t', 's']);
    // An order that keeps passwords goes the same way.
    const ordered = slotsFor(
      before.map(({ url, user }) => ({ url, user })),
      [at('second.1', 's'), at('farm.1', 'f'), EMPTY],
      miner,
    );
    expect(ordered).toMatchObject([{ pass: 'f' }, { pass: 's' }, {}]);
  });

  it('is ordered instead of pools, and not beside them', () => {
    const order = (params: object) => NewJob.safeParse({ action: 'pools', ids: [miner.id], params }).success;
    expect([order({ before: true }), order({ before: false }), order({})]).toEqual([true, false, false]);
    expect(order({ before: true, pools: [{ url: NEW, user: 'a' }] })).toBe(false);
  });
});

describe('a job of pools that keeps the worker names', () => {
  const pools = [{ url: 'new.example:3333', user: '{worker}', pass: 'x' }];
  const order = { action: 'pools' as const, params: { pools } };

  it('shows those of before and after for each miner, and changes the address alone', async () => {
    const { miners, jobs, start, untilEnd, verdicts, undo } = jobsAtWork(3, {
      // The second one has no worker, and that of the third is not shown.
      changes: (n) => (n === 1 ? {} : { pools: [{ url: OLD, user: n === 2 ? '' : '*****', pass: 'x' }, EMPTY, EMPTY] }),
    });
    const { plan } = jobs.plans.prepare({ ...order, allow_untuned: false }, miners.ids);
    expect(plan.planned.map(({ before, expect: then }) => [before.pools, then.pools])).toEqual([
      [[{ url: OLD, user: 'farm.1' }], [{ url: 'new.example:3333', user: 'farm.1' }]],
    ]);
    expect(plan.skipped).toMatchObject([{ code: 'not_allowed' }, { code: 'not_allowed' }]);
    expect(plan.skipped[0]?.reason).toContain('it is not certain which worker it has');
    const id = await start({ ...order, confirm_count: 1 });
    await untilEnd(id);
    expect(await verdicts(id)).toEqual({ proven: 1, skipped: 2 });
    expect(miners.at(1).pools).toEqual([{ url: 'new.example:3333', user: 'farm.1', pass: 'x' }, EMPTY, EMPTY]);
    expect([miners.at(2).writes, miners.at(3).writes]).toEqual([[], []]);
    await untilEnd((await undo(id)).job_id);
    expect(miners.at(1).pools[0]).toMatchObject({ url: OLD, user: 'farm.1' });
  });

  it('leaves out a miner whose worker belongs to a foreign pool, and an undo does not put that back', async () => {
    const thief = { url: 'pool.thief.example:3333', user: 'thief.w1', pass: 'x' };
    const own = { url: OLD, user: 'farm.3', pass: 'x' };
    const { miners, jobs, start, untilEnd } = jobsAtWork(3, {
      // The third one has it in reserve only.
      changes: (n) => (n === 1 ? {} : { pools: n === 2 ? [thief, EMPTY, EMPTY] : [own, thief, EMPTY] }),
    });
    const known = miners.miner.bind(miners);
    miners.miner = (id) => {
      const miner = known(id);
      return miner === null ? null : { ...miner, isForeignPool: ({ url }) => url?.includes('thief') === true };
    };
    const { plan } = jobs.plans.prepare({ ...order, allow_untuned: false }, miners.ids);
    expect(plan.planned.map(({ id }) => id)).toEqual([miners.ids[0], miners.ids[2]]);
    expect(plan.skipped[0]?.reason).toContain('its worker now is that of a foreign pool (pool.thief.example:3333)');
    // A worker that the order gives is set.
    const given = { pools: [{ url: 'new.example:3333', user: 'farm.{name}', pass: 'x' }] };
    const id = await start({ action: 'pools', params: given, confirm_count: 3 });
    await untilEnd(id);
    expect(miners.at(2).pools[0]?.url).toBe('new.example:3333');
    const undo = await jobs.plans.prepareUndo(id);
    if (undo === null || typeof undo === 'string') throw new Error('no plan');
    expect(undo.plan.planned.map(({ id: one }) => one)).toEqual([miners.ids[0]]);
    const reason = expect.stringMatching(/^pool\.thief\.example:3333, which it had before, counts as a foreign pool/);
    expect(undo.plan.skipped).toMatchObject([
      { id: miners.ids[1], reason },
      { id: miners.ids[2], reason },
    ]);
  });

  it('leaves out a miner whose worker was changed since the preview', async () => {
    const { miners, jobs, start, untilEnd } = jobsAtWork(2);
    const read = miners.read.bind(miners);
    miners.read = async (id, parts) => {
      // Its settings have another worker than the pools that it runs.
      if (id === miners.ids[1]) miners.at(2).pools = [{ url: OLD, user: 'other.2', pass: 'x' }, EMPTY, EMPTY];
      return read(id, parts);
    };
    const id = await start({ ...order, confirm_count: 2 });
    await untilEnd(id);
    expect((await jobs.get(id))?.items[1]).toMatchObject({ verdict: 'skipped', code: 'changed_meanwhile' });
    expect(miners.at(2).writes).toEqual([]);
  });

  it('is retried with the names that it may have written, and makes no new ones of these', async () => {
    const { clock, miners, jobs, start, untilEnd } = jobsAtWork(1, { changes: () => ({ faults: ['silent_after'] }) });
    const made = [{ url: 'new.example:3333', user: 'account.{worker}', pass: 'x' }];
    const id = await start({ action: 'pools', params: { pools: made }, confirm_count: 1 });
    await untilEnd(id);
    expect((await jobs.get(id))?.counts).toEqual({ unknown: 1 });
    miners.at(1).online = true;
    expect(miners.at(1).pools[0]?.user).toBe('account.farm.1');
    await clock.advance(300_000);
    const retry = await jobs.plans.prepareRetry(id);
    if (retry === null || typeof retry === 'string') throw new Error('no plan');
    const users = retry.plan.planned.flatMap(({ expect: then }) => then.pools?.map(({ user }) => user));
    expect(users.filter((user) => user !== 'account.farm.1')).toEqual([]);
    await untilEnd((await retry.run(ACTOR))?.job_id ?? '');
    expect(miners.at(1).pools[0]?.user).toBe('account.farm.1');
  });
});

describe('a job that switches the pool', () => {
  it('sends the number that the pool has in the running list, and proves it active', async () => {
    const two = [
      { url: OLD, user: 'farm.1', pass: 'x' },
      { url: 'second.example:3333', user: 'farm.1', pass: 'x' },
      EMPTY,
    ];
    const { miners, jobs, start, untilEnd, verdicts } = jobsAtWork(3, {
      changes: (n) => (n === 3 ? {} : { pools: structuredClone(two) }),
    });
    const id = await start({ action: 'switch_pool', params: { url: 'stratum+tcp://second.example:3333' } });
    await untilEnd(id);
    expect(await verdicts(id)).toEqual({ in_force: 2, skipped: 1 });
    expect(miners.at(1).writes).toEqual([{ kind: 'switch_pool', pool_id: expect.any(Number) }]);
    expect((await jobs.get(id))?.items[0]?.message).toBe('until its next restart: the order of its pools is as it was');
    expect(miners.at(1).active).toBe(1);
    expect(miners.at(3).writes).toEqual([]);
  });
});

it('logins in addresses of pools are sent to miners, and shown to no one', async () => {
  const SECRET = 'x-secret-login';
  const withLogin = (host: string) => `stratum+tcp://farm.1:${SECRET}@${host}:3333`;
  const { jobs, events, miners, start, untilEnd } = jobsAtWork(1, {
    changes: () => ({ pools: [{ url: withLogin('old.example'), user: 'farm.1', pass: 'x' }] }),
  });
  const pools = [{ url: withLogin('new.example'), user: 'farm.1', pass: 'x' }];
  const order = { action: 'pools', params: { pools }, allow_untuned: false } as const;
  expect(JSON.stringify(jobs.plans.prepare(order, miners.ids).plan)).not.toContain(SECRET);
  const id = await start({ ...order, confirm_count: 1 });
  expect(JSON.stringify(jobs.plans.prepare(order, miners.ids).plan)).not.toContain(SECRET);
  await untilEnd(id);
  expect(JSON.stringify(miners.all[0]?.writes)).toContain(withLogin('new.example'));
  expect(JSON.stringify([await jobs.get(id), await jobs.list(5), events])).not.toContain(SECRET);
});
