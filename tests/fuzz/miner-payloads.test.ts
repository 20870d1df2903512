import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { parseApiKeys } from '../../src-main/drivers/vnish/payloads/access.ts';
import { parseChains } from '../../src-main/drivers/vnish/payloads/chains-with-chips.ts';
import { parseDeviceModel } from '../../src-main/drivers/vnish/payloads/device-model.ts';
import { parseDeviceState } from '../../src-main/drivers/vnish/payloads/device-state.ts';
import { parseMetrics } from '../../src-main/drivers/vnish/payloads/metrics.ts';
import { parsePerformance } from '../../src-main/drivers/vnish/payloads/performance.ts';
import { parsePresets } from '../../src-main/drivers/vnish/payloads/presets.ts';
import { parseSummary } from '../../src-main/drivers/vnish/payloads/summary.ts';
import { readInfoResponse } from '../../src-main/drivers/vnish/read-info.ts';
import { readPayload } from '../../src-main/drivers/vnish/read-response.ts';
import { readUnlockResponse } from '../../src-main/drivers/vnish/unlock.ts';
import { Preset } from '../../src-shared/model/index.ts';
import { fixtureText } from '../unit/drivers/fixture.ts';
import * as shapes from '../unit/drivers/reading-schemas.ts';
import { cases, LONG_MS } from './cases.ts';
import { mangled } from './odd-values.ts';

type Answered = Parameters<typeof readInfoResponse>[0];
type Outcome = ReturnType<typeof readPayload>;

interface Case {
  readonly name: string;
  readonly texts: readonly string[];
  readonly read: (answer: Answered) => Outcome;
  readonly shape: z.ZodType | null;
}

const builds = (endpoint: string, ...names: string[]): string[] => names.map((build) => fixtureText(build, endpoint));
const payload = (parse: (payload: unknown) => unknown) => (answer: Answered) => readPayload(answer, 'here', parse);
const gigahashes = (parse: (payload: unknown, unit: string | null) => unknown) =>
  payload((json) => parse(json, 'GH/s'));

const CASES: readonly Case[] = [
  {
    name: '/info',
    texts: builds('info', '1.2.6', '1.2.7-l9', '1.3.4'),
    read: (answer) => readInfoResponse(answer, 'here'),
    shape: shapes.DeviceInfoShape,
  },
  { name: '/model', texts: builds('model', '1.2.6'), read: payload(parseDeviceModel), shape: shapes.DeviceModelShape },
  {
    name: '/status',
    texts: builds('status', '1.2.6', '1.3.4'),
    read: payload(parseDeviceState),
    shape: shapes.DeviceStateShape,
  },
  {
    name: '/summary',
    texts: builds('summary', '1.2.0-beta10', '1.2.6', '1.3.3-hydro'),
    read: gigahashes(parseSummary),
    shape: shapes.StatusReadingShape,
  },
  {
    name: '/chains',
    texts: builds('chains', '1.2.6'),
    read: gigahashes(parseChains),
    shape: shapes.ChainsReadingShape,
  },
  {
    name: '/perf-summary',
    texts: builds('perf-summary', '1.2.6', '1.2.7'),
    read: payload(parsePerformance),
    shape: shapes.PerfReadingShape,
  },
  {
    name: '/autotune/presets',
    texts: builds('autotune-presets', '1.2.6'),
    read: payload(parsePresets),
    shape: Preset.array(),
  },
  {
    name: '/metrics',
    texts: builds('metrics', '1.2.6'),
    read: gigahashes(parseMetrics),
    shape: shapes.MetricsReadingShape,
  },
  { name: '/apikeys', texts: builds('apikeys', '1.2.6'), read: payload(parseApiKeys), shape: shapes.ApiKeysShape },
  {
    name: '/unlock',
    texts: builds('unlock', '1.2.6'),
    read: (answer) => readUnlockResponse(answer, 'here'),
    shape: null,
  },
];

describe.each(CASES)('what comes instead of $name', ({ name, texts, read, shape }) => {
  it(
    'is read into the documented shape or refused in plain words, and nothing of it does more than be read',
    () => {
      const bodies = fc.constantFrom(...texts).chain(mangled);
      const statuses = fc.oneof(
        { arbitrary: fc.constant(200), weight: 8 },
        fc.constantFrom(204, 400, 401, 403, 404, 422, 429, 500),
      );
      let readings = 0;
      fc.assert(
        fc.property(bodies, statuses, (body, status) => {
          const outcome = read({ status, body, bytes: Buffer.from(body), wwwAuthenticate: null });
          if (!outcome.ok) {
            expect(outcome.error.message).toMatch(/^here [^\p{Cc}]{1,1000}$/u);
            return;
          }
          readings += 1;
          if (shape !== null) shape.parse(outcome.value);
          checkValues(outcome.value);
        }),
        cases(250),
      );
      expect(readings).toBeGreaterThan(name === '/unlock' ? 5 : 100);
    },
    LONG_MS,
  );
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const DOES_MORE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/**
 * Every text is short, printable and whole; every number is one. By hand, for there are some
 * thousand values in a payload.
 */
function checkValues(value: unknown): void {
  const fail = (why: string): never => {
    throw new Error(`${JSON.stringify(value)} ${why}`);
  };
  if (typeof value === 'string') {
    if (value.length > 4096) fail('is too long');
    if (DOES_MORE.test(value)) fail('does more than be read');
    if (!value.isWellFormed()) fail('has half a character');
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value) || Object.is(value, -0)) fail('is no number');
  } else if (typeof value === 'object' && value !== null) {
    if (![Object.prototype, Array.prototype, null].includes(Object.getPrototypeOf(value)))
      fail('has a foreign prototype');
    for (const inner of Object.values(value)) checkValues(inner);
  }
}
