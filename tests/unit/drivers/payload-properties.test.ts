import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { parseJson } from '../../../src-main/drivers/http/describe-body.ts';
import { parseApiKeys } from '../../../src-main/drivers/vnish/payloads/access.ts';
import { parseChains } from '../../../src-main/drivers/vnish/payloads/chains-with-chips.ts';
import { parseDeviceModel } from '../../../src-main/drivers/vnish/payloads/device-model.ts';
import { parseDeviceState } from '../../../src-main/drivers/vnish/payloads/device-state.ts';
import { parseInfo } from '../../../src-main/drivers/vnish/payloads/info.ts';
import { parseMetrics } from '../../../src-main/drivers/vnish/payloads/metrics.ts';
import { parsePerformance } from '../../../src-main/drivers/vnish/payloads/performance.ts';
import { parsePresets } from '../../../src-main/drivers/vnish/payloads/presets.ts';
import { parseSummary } from '../../../src-main/drivers/vnish/payloads/summary.ts';
import { readInfoResponse } from '../../../src-main/drivers/vnish/read-info.ts';
import { readPayload } from '../../../src-main/drivers/vnish/read-response.ts';
import { readUnlockResponse } from '../../../src-main/drivers/vnish/unlock.ts';
import { Preset } from '../../../src-shared/model/index.ts';
import { fixture } from './fixture.ts';
import {
  ApiKeysShape,
  ChainsReadingShape,
  DeviceInfoShape,
  DeviceModelShape,
  DeviceStateShape,
  MetricsReadingShape,
  PerfReadingShape,
  StatusReadingShape,
} from './reading-schemas.ts';

interface Case {
  readonly name: string;
  readonly parse: (payload: unknown, unit: string | null) => unknown;
  readonly shape: z.ZodType;
  readonly sample: unknown;
}

const CASES: readonly Case[] = [
  { name: '/info', parse: parseInfo, shape: DeviceInfoShape, sample: fixture('1.2.6', 'info') },
  { name: '/model', parse: parseDeviceModel, shape: DeviceModelShape, sample: fixture('1.2.6', 'model') },
  { name: '/status', parse: parseDeviceState, shape: DeviceStateShape, sample: fixture('1.3.4', 'status') },
  { name: '/summary', parse: parseSummary, shape: StatusReadingShape, sample: fixture('1.3.3-hydro', 'summary') },
  { name: '/chains', parse: parseChains, shape: ChainsReadingShape, sample: fixture('1.2.6', 'chains') },
  { name: '/perf-summary', parse: parsePerformance, shape: PerfReadingShape, sample: fixture('1.2.7', 'perf-summary') },
  { name: 'presets', parse: parsePresets, shape: Preset.array(), sample: fixture('1.2.6', 'autotune-presets') },
  { name: '/metrics', parse: parseMetrics, shape: MetricsReadingShape, sample: fixture('1.2.6', 'metrics') },
  { name: '/apikeys', parse: parseApiKeys, shape: ApiKeysShape, sample: fixture('1.2.6', 'apikeys') },
];

const anyUnit = fc.constantFrom(null, 'GH/s', 'MH/s', 'EH/s', 'N/A', 'constructor', '__proto__');
const anyScalar = fc.oneof(
  fc.constantFrom(null, true, false, '', '0', '-1', '1e400', 'NaN', 0, -0, -1, 1e308, -1e308, 2 ** 53, 1.5),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string(),
);

/** A recorded payload in which one value, anywhere, was replaced. */
function damaged(sample: unknown): fc.Arbitrary<unknown> {
  const paths = leafPaths(sample);
  return fc
    .array(fc.tuple(fc.nat({ max: paths.length - 1 }), fc.oneof(anyScalar, fc.jsonValue())), {
      minLength: 1,
      maxLength: 6,
    })
    .map((edits) => {
      const copy = { root: structuredClone(sample) };
      for (const [index, value] of edits) replaceAt(copy, paths[index] ?? [], structuredClone(value));
      // As received from the network: an edit past the end of an array leaves holes that JSON
      // cannot contain.
      return JSON.parse(JSON.stringify(copy.root)) as unknown;
    });
}

function leafPaths(value: unknown, path: readonly string[] = ['root']): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, child]) => leafPaths(child, [...path, key]))];
}

function replaceAt(target: object, path: readonly string[], value: unknown): void {
  let parent: Record<string, unknown> = target as Record<string, unknown>;
  for (const key of path.slice(0, -1)) {
    const next = parent[key];
    if (typeof next !== 'object' || next === null) return;
    parent = next as Record<string, unknown>;
  }
  const last = path.at(-1);
  if (last !== undefined) parent[last] = value;
}

describe.each(CASES)('$name', ({ parse, shape, sample }) => {
  const reads = (payload: unknown, unit: string | null): void => {
    const reading = parse(payload, unit);
    if (reading !== null) shape.parse(reading);
  };

  it('reads any JSON into the documented shape or refuses it', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 5 }), anyUnit, reads));
  });

  it('reads a damaged payload into the documented shape or refuses it', () => {
    fc.assert(fc.property(damaged(sample), anyUnit, reads), { numRuns: 200 });
  });
});

describe('one bad field', () => {
  it('of a summary costs that field only', () => {
    const whole = fixture('1.2.6', 'summary') as { miner: Record<string, unknown> };
    const before = parseSummary(whole, 'GH/s');
    fc.assert(
      fc.property(fc.constantFrom('x', [], {}, -5, null), (bad) => {
        const after = parseSummary({ miner: { ...whole.miner, hr_nominal: bad } }, 'GH/s');
        expect(after).toEqual({ ...before, hashrate_nominal_hs: null });
      }),
    );
  });

  it('of a summary costs nothing where its boards report the same', () => {
    const whole = fixture('1.2.6', 'summary') as { miner: Record<string, unknown> };
    const before = parseSummary(whole, 'GH/s');
    const boardsHs = before?.chains.reduce((sum, { hashrate_hs }) => sum + (hashrate_hs ?? 0), 0);
    fc.assert(
      fc.property(fc.constantFrom('x', [], {}, -5, null), (bad) => {
        const after = parseSummary({ miner: { ...whole.miner, hr_realtime: bad } }, 'GH/s');
        expect(after).toEqual({ ...before, hashrate_hs: boardsHs });
      }),
    );
  });
});

describe('any response at all', () => {
  const anyAnswer = fc.record({
    status: fc.constantFrom(200, 200, 200, 204, 400, 401, 403, 404, 405, 422, 429, 500, 503),
    body: fc.oneof(
      fc.string(),
      fc.json(),
      fc.constantFrom('', '\ufeff{}', '<html>', '<!doctype html><title>Firmware</title>', '{"err":"\u0007no"}', '[['),
    ),
    bytes: fc.constant(Buffer.alloc(0)),
    wwwAuthenticate: fc.constantFrom(null, 'Digest realm="antMiner Configuration"'),
  });

  it('is an outcome with a message that a log can hold', () => {
    fc.assert(
      fc.property(anyAnswer, (answer) => {
        const outcomes = [
          readInfoResponse(answer, 'here'),
          readUnlockResponse(answer, 'here'),
          readPayload(answer, 'here', parseDeviceState),
        ];
        for (const outcome of outcomes) {
          if (outcome.ok) continue;
          expect(outcome.error.message).toMatch(/^here [^\p{Cc}]{1,1000}$/u);
        }
      }),
    );
  });

  it('nested as deep as a body may be, is parsed or refused', () => {
    const deep = '['.repeat(2_000_000) + ']'.repeat(2_000_000);
    expect(parseJson(`${deep.slice(0, -1)}`)).toEqual({ json: false });
    expect(typeof parseJson(deep).json).toBe('boolean');
  });
});
