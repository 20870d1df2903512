import type { BoardReading, StatusReading } from '../../../src-main/drivers/readings.ts';
import { parseChains } from '../../../src-main/drivers/vnish/payloads/chains-with-chips.ts';
import { parsePresets } from '../../../src-main/drivers/vnish/payloads/presets.ts';
import { parseSummary } from '../../../src-main/drivers/vnish/payloads/summary.ts';
import type { Preset } from '../../../src-shared/model/index.ts';
import { fixture } from './fixture.ts';

export function summary(build: string, name = 'summary', unit = 'GH/s'): StatusReading {
  return present(parseSummary(fixture(build, name), unit));
}

export function chains(build: string, name = 'chains', unit = 'GH/s'): BoardReading[] {
  return present(parseChains(fixture(build, name), unit)).chains;
}

export function presets(build: string): Preset[] {
  return present(parsePresets(fixture(build, 'autotune-presets')));
}

function present<T>(reading: T | null): T {
  if (reading === null) throw new Error('the recorded payload was not read');
  return reading;
}
