import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkedAnswer, checkedEvent, procedureAt } from '../../../src-main/sites/checked-answers.ts';
import { siteFailure } from '../../../src-main/sites/site-failure.ts';
import { contract } from '../../../src-shared/contract/index.ts';
import { Incident, LiveEvent, Miner } from '../../../src-shared/model/index.ts';
import { sampleOf } from '../../fixtures/sample.ts';

const miner = sampleOf(Miner) as Miner;
const incident = sampleOf(Incident) as Incident;
const snapshot = { seq: 7, type: 'snapshot', first: true, last: true, miners: [miner] };

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
    expect(checkedAnswer({ a: 1, b: 2 }, output, 'North')).toEqual({ a: 1 });
    expect(() => checkedAnswer({ a: 'x' }, output, 'North')).toThrow(/North answers in a way .* \(a\)/);
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
    expect(checkedEvent({ ...snapshot, incidents: 'another shape' })).toEqual(LiveEvent.parse(snapshot));
    expect(checkedEvent({ seq: 8, type: 'incidents', incidents })).toMatchObject({ incidents: [incident] });
    expect(checkedEvent({ seq: 8, type: 'unheard of', what: 1 })).toEqual({ seq: 8, type: 'activity', entries: [] });
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
    expect(siteFailure(error)).toEqual({ phase, error: expect.stringMatching(words) });
  });
});
