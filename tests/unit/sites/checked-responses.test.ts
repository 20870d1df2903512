import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  checkedEvent,
  checkedResponse,
  checkedSummary,
  procedureAt,
  type SiteProcedure,
} from '../../../src-main/sites/checked-responses.ts';
import { siteFailure } from '../../../src-main/sites/site-failure.ts';
import { textOf } from '../../../src-main/sites/text-for-page.ts';
import { contract } from '../../../src-shared/contract/index.ts';
import { FarmSummary, Incident, LiveEvent, Miner, MinerDetail } from '../../../src-shared/model/index.ts';
import { sampleOf } from '../../fixtures/served/sample.ts';

const miner = sampleOf(Miner) as Miner;
const incident = sampleOf(Incident) as Incident;
const snapshot = { seq: 7, type: 'snapshot', first: true, last: true, miners: [miner] };

/** A list that counts how many of its items were read. */
function countedList(items: readonly unknown[]) {
  let reads = 0;
  const list = new Proxy(items, {
    get(target, key, receiver) {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads += 1;
      return Reflect.get(target, key, receiver);
    },
  });
  return { list, reads: () => reads };
}

/** The kinds of all schemas that are or contain a list. */
function kindsAroundLists(schema: z.ZodType): string[] {
  const def = schema.def as unknown as {
    readonly type: string;
    readonly shape?: Readonly<Record<string, z.ZodType>>;
    readonly options?: readonly z.ZodType[];
    readonly items?: readonly z.ZodType[];
  } & Readonly<Partial<Record<'element' | 'innerType' | 'valueType' | 'in' | 'out', z.ZodType>>>;
  const parts = [def.element, def.innerType, def.valueType, def.in, def.out];
  const all = [...parts, ...Object.values(def.shape ?? {}), ...(def.options ?? []), ...(def.items ?? [])];
  const kinds = all.flatMap((part) => (part === undefined ? [] : kindsAroundLists(part)));
  return kinds.length > 0 || def.type === 'array' || def.type === 'record' ? [...kinds, def.type] : [];
}

const strictly = (response: unknown, output: z.ZodType | undefined) =>
  checkedResponse(response, { output, isRead: false });

const emptyObjects = (count: number): object[] => Array.from({ length: count }, () => ({}));

describe('the calls of another site', () => {
  it('are those of the contract that have a route, and none that is for a computer itself', () => {
    expect(procedureAt('miners.list')).not.toBeNull();
    expect(procedureAt('jobs.start')).not.toBeNull();
    for (const path of [
      'settings.get',
      'sites.list',
      'tokens.create',
      'destinations.list',
      'passwords.add',
      'desktop.state',
      'app.events',
      'miners',
      'miners.list.x',
    ])
      expect(procedureAt(path), path).toBeNull();
    for (const path of ['__proto__.list', 'miners.__proto__', 'miners.constructor', 'constructor.name', '.', ''])
      expect(procedureAt(path), path).toBeNull();
  });

  it('may have no input, as a page sends those that take none', () => {
    const { inputSchema } = contract.sites.call['~orpc'];
    expect(inputSchema?.safeParse(JSON.parse('{"id":"1","path":"problems.list"}')).success).toBe(true);
  });

  it('are answered as the contract says, without what it does not name', () => {
    const output = z.object({ a: z.number() });
    expect(strictly({ a: 1, b: 2 }, output)).toEqual({ a: 1 });
    expect(() => strictly({ a: 'x' }, output)).toThrow(/^It answers in a way .* \(a\)/);
  });

  it('are read no further than to the first fault, wherever it is in them', () => {
    const series = z.object({ series: z.array(z.object({ points: z.array(z.object({ at: z.int() })).nullable() })) });
    const { list, reads } = countedList([{ at: 1 }, ...emptyObjects(2000)]);
    expect(() => strictly({ series: [{ points: null }, { points: list }] }, series)).toThrow(
      /\(series\.1\.points\.1\.at\)/,
    );
    expect(reads()).toBeLessThan(10);
    const problems = countedList(emptyObjects(2000));
    expect(() => strictly(problems.list, procedureAt('problems.list')?.output)).toThrow(/\(0\.code\)/);
    expect(problems.reads()).toBeLessThan(10);
    const plans = z.union([z.object({ rows: z.array(z.object({ at: z.int() })) }), z.object({ job: z.int() })]);
    const others = countedList(emptyObjects(2000));
    expect(strictly({ job: 1, rows: others.list }, plans)).toEqual({ job: 1 });
    expect(others.reads()).toBeLessThan(10);
    const names = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`n${i}`, i]));
    const named = z.object({ names: z.record(z.string().max(1), z.array(z.int())) });
    expect(() => strictly({ names }, named)).toThrow(/\(names\.n0\)/);
  });

  it.each(['activity', 'incidents.list', 'problems.list'] as const)(
    'are shown as far as both know them: %s without an entry of an unheard-of kind',
    (path) => {
      const procedure = procedureAt(path === 'activity' ? 'app.activity' : path);
      if (procedure?.output === undefined) throw new Error(`no call ${path}`);
      const [known] = sampleOf(procedure.output) as Readonly<Record<string, unknown>>[];
      const response = [{ ...known, kind: 'unheard of', code: 'unheard_of', severity: 'unheard of' }, known];
      expect(checkedResponse(response, procedure)).toEqual(procedure.output.parse([known]));
      // If nothing can be read, it is another program, or far too old.
      expect(() => checkedResponse(response.slice(0, 1), procedure)).toThrow(/does not understand/);
    },
  );

  it('have no hidden characters, which would turn round the words after them', () => {
    expect(textOf([{ name: '\u202eeerht \u2066x\u2069\u0085' }])).toBe('[{"name":"eerht x"}]');
    expect(textOf({ reason: 'one\ntwo "three" – 四' })).toBe('{"reason":"one\\ntwo \\"three\\" – 四"}');
  });

  it('are shown without the parts of a miner that nobody here knows', () => {
    const procedure = procedureAt('miners.get');
    const detail = sampleOf(MinerDetail) as MinerDetail;
    const [condition] = detail.conditions;
    const newer = { ...detail, conditions: [{ ...condition, code: 'unheard_of' }, condition] };
    expect(checkedResponse(newer, procedure as SiteProcedure)).toEqual({ ...detail, conditions: [condition] });
  });

  it('have null for what an older version does not know yet, in every call', () => {
    for (const [group, calls] of Object.entries(contract))
      for (const name of Object.keys(calls)) {
        const procedure = procedureAt(`${group}.${name}`);
        if (procedure?.output === undefined) continue;
        const sample = JSON.parse(JSON.stringify(sampleOf(procedure.output)));
        if (sample === null) continue;
        const older = JSON.parse(JSON.stringify(sample, (_, value: unknown) => value ?? undefined));
        expect(checkedResponse(older, procedure), `${group}.${name}`).toStrictEqual(procedure.output.parse(sample));
      }
  });

  it('have null for a code that only a newer version has, where it may be null', () => {
    const procedure = procedureAt('miners.list') as SiteProcedure;
    const newer = { ...miner, polling: { ...miner.polling, reason_code: 'unheard_of', reason: 'It has gone home.' } };
    expect(checkedResponse([newer], procedure)).toEqual([
      { ...miner, polling: { ...miner.polling, reason_code: null, reason: 'It has gone home.' } },
    ]);
    expect(() => checkedResponse([{ ...newer, online: 'unheard_of' }], procedure)).toThrow(/0\.online/);
  });

  it('show a site that is in a state of a newer version as one that does not monitor, and says why', () => {
    const summary = FarmSummary.parse(sampleOf(FarmSummary));
    const watching = { state: 'unheard_of', since_at: 1000, reason: 'It has gone home.' };
    expect(checkedSummary({ ...summary, watching })).toEqual({
      ...summary,
      watching: { ...watching, state: 'not_watching' },
    });
    expect(checkedSummary(summary)).toEqual(summary);
    for (const wrong of [null, 'x', {}, { ...summary, watching: null }, { ...summary, watching: { state: 5 } }])
      expect(() => checkedSummary(wrong)).toThrow(/does not understand/);
  });

  it('leave out nothing of what is to be confirmed, and no figure of a list, which stands at its place', () => {
    const output = z.object({ planned: z.array(z.object({ id: z.int() })), watts: z.array(z.int()) });
    const response = { planned: [{ id: 1 }, { id: 'x' }], watts: [1] };
    expect(() => strictly(response, output)).toThrow(/planned\.1\.id/);
    expect(checkedResponse(response, { output, isRead: true })).toEqual({ planned: [{ id: 1 }], watts: [1] });
    expect(() => checkedResponse({ planned: [], watts: [1, 'x'] }, { output, isRead: true })).toThrow(/watts\.1/);
  });

  it('keep the rules of a list as a whole', () => {
    const output = z.array(z.object({ ids: z.array(z.int()).min(1) })).refine((all) => all.length !== 2);
    expect(strictly([{ ids: [1] }], output)).toEqual([{ ids: [1] }]);
    expect(() => strictly([{ ids: [] }], output)).toThrow(/\(0\.ids\)/);
    expect(() => strictly([{ ids: [1] }, { ids: [2] }], output)).toThrow(/\(the answer\)/);
  });

  it('are the same as a parse of the whole, and have no list that is not checked item by item', () => {
    const byItem = ['array', 'object', 'record', 'nullable', 'optional', 'default', 'prefault', 'union'];
    for (const [group, calls] of Object.entries(contract))
      for (const name of Object.keys(calls)) {
        const output = procedureAt(`${group}.${name}`)?.output;
        if (output === undefined) continue;
        for (const kind of kindsAroundLists(output)) expect(byItem, `${group}.${name}`).toContain(kind);
        const sample = JSON.parse(JSON.stringify(sampleOf(output)));
        for (const isRead of [true, false])
          expect(checkedResponse(sample, { output, isRead }), `${group}.${name}`).toStrictEqual(output.parse(sample));
      }
  });
});

describe('the live events of another site', () => {
  it('keep what both versions know', () => {
    expect(checkedEvent(snapshot)).toEqual(LiveEvent.parse(snapshot));
    const newer = { ...miner, id: '02:00:00:00:00:09', polling: 'another shape' };
    expect(checkedEvent({ ...snapshot, miners: [miner, newer], watching: { state: 'unheard of' } })).toEqual(
      LiveEvent.parse(snapshot),
    );
    const incidents = [incident, { ...incident, severity: 'a new one' }];
    expect(checkedEvent({ ...snapshot, incidents })).toEqual(LiveEvent.parse({ ...snapshot, incidents: [incident] }));
    for (const part of ['models', 'scan', 'in_jobs', 'jobs', 'incidents', 'changes', 'recording'])
      for (const shape of ['another shape', 7, { rows: [] }])
        expect(checkedEvent({ ...snapshot, [part]: shape }), part).toEqual(LiveEvent.parse(snapshot));
    expect(checkedEvent({ ...snapshot, models: null, in_jobs: null })).toEqual(LiveEvent.parse(snapshot));
    expect(checkedEvent({ seq: 8, type: 'incidents', incidents })).toMatchObject({ incidents: [incident] });
    expect(checkedEvent({ seq: 8, type: 'unheard of', what: 1 })).toEqual({ seq: 8, type: 'activity', entries: [] });
  });

  it('show no miner with older figures than the site sent, and no farm without its miners', () => {
    const newer = { ...miner, id: '02:00:00:00:00:09', polling: 'another shape' };
    const event = { seq: 8, type: 'miners', miners: [miner, newer], removed_ids: ['02:00:00:00:00:08'] };
    expect(checkedEvent(event)).toEqual({
      ...event,
      miners: [Miner.parse(miner)],
      removed_ids: ['02:00:00:00:00:08', newer.id],
    });
    expect(checkedEvent({ ...snapshot, miners: [newer] })).toBeNull();
    expect(checkedEvent({ ...snapshot, miners: [] })).toEqual({ ...snapshot, miners: [] });
  });

  it('have null for what an older version does not know yet', () => {
    const older = JSON.parse(JSON.stringify(snapshot, (_, value: unknown) => value ?? undefined));
    expect(older.miners[0]).not.toHaveProperty('place');
    expect(checkedEvent(older)).toEqual(LiveEvent.parse(snapshot));
    expect(checkedEvent({ seq: 8, type: 'miners', miners: older.miners, removed_ids: [] })).toMatchObject({
      miners: [Miner.parse(miner)],
    });
  });

  it('are never more than an event, whatever is sent', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom('snapshot', 'miners', 'models', 'scan', 'job', 'x'), (value, type) => {
        for (const sent of [value, { seq: 1, type, miners: value, models: value, watching: value, jobs: value }]) {
          const event = checkedEvent(sent);
          if (event !== null) LiveEvent.parse(event);
        }
      }),
    );
    for (const value of [null, undefined, 'x', 1, [], {}, { seq: 'x' }]) expect(checkedEvent(value)).toBeNull();
  });
});

describe('a live event full of wrong rows', () => {
  it('is checked row by row, and is none with more rows than any farm has', () => {
    let reads = 0;
    const wrong = new Proxy(
      {},
      {
        get() {
          reads += 1;
          return undefined;
        },
      },
    );
    const event = { seq: 9, type: 'miners', miners: [miner, ...Array(600).fill(wrong)], removed_ids: [] };
    expect(checkedEvent(event)).toEqual({ ...event, miners: [Miner.parse(miner)] });
    expect(reads).toBeLessThan(600 * 4);
    expect(checkedEvent({ ...event, miners: emptyObjects(20_001) })).toBeNull();
    reads = 0;
    const unreadable = { ...event, miners: [miner, ...Array(15_000).fill(wrong)] };
    expect(checkedEvent(unreadable)).toMatchObject({ seq: 9, type: 'activity' });
    expect(reads).toBeLessThan(1100 * 4);
    const removed = countedList(Array.from({ length: 2000 }, () => ''));
    expect(checkedEvent({ ...event, removed_ids: removed.list, miners: [] })).toMatchObject({ type: 'activity' });
    expect(removed.reads()).toBeLessThan(10);
  });
});

describe('why a site cannot be seen', () => {
  it.each([
    [Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } }), 'lost', /Nothing listens/],
    [
      Object.assign(new TypeError('fetch failed'), { cause: { code: 'CERT_HAS_EXPIRED' } }),
      'lost',
      /certificate has expired/,
    ],
    [new DOMException('late', 'TimeoutError'), 'lost', /in time/],
    [new SyntaxError('Unexpected token <'), 'strange', /no PowerHive/],
    [new Error('Bearer secret is an invalid header value'), 'lost', /^It cannot be reached\.$/],
  ] as const)('is a sentence: %s', (error, phase, words) => {
    expect(siteFailure(error)).toMatchObject({ phase, error: expect.stringMatching(words) });
  });
});

describe('the figures of a site', () => {
  const summary = sampleOf(FarmSummary) as FarmSummary;
  const rate = { algorithm: 'sha256d', hashrate_hs: 6e18, expected_hs: 6e18 };
  const largest = { ...summary, miners: 10_000, hashing: 9_999, hashrates: [rate], power_w: 36e6 };

  it('are those of the largest farm', () => {
    expect(checkedSummary(largest)).toEqual(largest);
  });

  it.each<[string, Partial<FarmSummary>]>([
    ['hashing', { hashing: Number.MAX_SAFE_INTEGER }],
    ['open_incidents', { open_incidents: -5 }],
    ['power_w', { power_w: 1e300 }],
    ['hashrates.0.hashrate_hs', { hashrates: [{ ...rate, hashrate_hs: 1e290 }] }],
    ['hashrates.0.expected_hs', { hashrates: [{ ...rate, expected_hs: -1 }] }],
    ['hashrates.0.algorithm', { hashrates: [{ ...rate, algorithm: '<img src=x onerror=alert(1)>' }] }],
  ])('are in no sum where no farm has them: %s', (figure, forged) => {
    expect(() => checkedSummary({ ...largest, ...forged })).toThrow(
      `It reports figures that no farm has (${figure}): check the address, and what runs there.`,
    );
  });

  it('have no hidden characters in their texts', () => {
    const site = { id: 'a', name: '\u202elive' };
    expect(checkedSummary({ ...largest, version: '\u202e9', site })).toMatchObject({
      version: '9',
      site: { id: 'a', name: 'live' },
    });
  });
});
