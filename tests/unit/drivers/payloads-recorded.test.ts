import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseChains } from '../../../src-main/drivers/vnish/payloads/chains-with-chips.ts';
import { parseDeviceModel } from '../../../src-main/drivers/vnish/payloads/device-model.ts';
import { parseDeviceState } from '../../../src-main/drivers/vnish/payloads/device-state.ts';
import { parseInfo } from '../../../src-main/drivers/vnish/payloads/info.ts';
import { parseMetrics } from '../../../src-main/drivers/vnish/payloads/metrics.ts';
import { parsePerformance } from '../../../src-main/drivers/vnish/payloads/performance.ts';
import { parsePresets } from '../../../src-main/drivers/vnish/payloads/presets.ts';
import { parseSummary } from '../../../src-main/drivers/vnish/payloads/summary.ts';
import { Preset } from '../../../src-shared/model/index.ts';
import { fixture } from './fixture.ts';
import {
  ChainsReadingShape,
  DeviceInfoShape,
  DeviceModelShape,
  DeviceStateShape,
  MetricsReadingShape,
  PerfReadingShape,
  StatusReadingShape,
} from './reading-schemas.ts';

describe('every recorded payload', () => {
  const shapes: Record<string, (payload: unknown) => unknown> = {
    info: (payload) => DeviceInfoShape.parse(parseInfo(payload)),
    model: (payload) => DeviceModelShape.parse(parseDeviceModel(payload)),
    status: (payload) => DeviceStateShape.parse(parseDeviceState(payload)),
    summary: (payload) => StatusReadingShape.parse(parseSummary(payload, 'GH/s')),
    chains: (payload) => ChainsReadingShape.parse(parseChains(payload, 'GH/s')),
    chips: (payload) => ChainsReadingShape.parse(parseChains(payload, 'GH/s')),
    boards: (payload) => ChainsReadingShape.parse(parseChains(payload, 'GH/s')),
    'perf-summary': (payload) => PerfReadingShape.parse(parsePerformance(payload)),
    'autotune-presets': (payload) => Preset.array().min(1).parse(parsePresets(payload)),
    metrics: (payload) => MetricsReadingShape.parse(parseMetrics(payload, 'GH/s')),
  };
  const root = new URL('../../fixtures/firmware/', import.meta.url);
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .map((path) => path.slice(0, -'.json'.length).split(/[\\/]/) as [string, string]);

  for (const [build, name] of names) {
    const endpoint = Object.keys(shapes).find((known) => name === known || name.startsWith(`${known}-`));
    if (endpoint === undefined) continue;
    it(`${build}/${name} is read into the documented shape`, () => {
      expect(shapes[endpoint]?.(fixture(build, name))).toBeTruthy();
    });
  }
});
