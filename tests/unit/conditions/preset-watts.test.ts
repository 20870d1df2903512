import { expect, it } from 'vitest';
import { parsePreset } from '../../../src-main/drivers/vnish/payloads/presets.ts';
import { isAboveMaxPreset, presetWatts, wattsOfPreset } from '../../../src-shared/judging/max-preset.ts';

it.each([
  ['3080', 3080],
  ['3080W', 3080],
  ['3080 watt', 3080],
  ['3080_LC', 3080],
  ['preset_2500', 2500],
  ['Preset 2500', 2500],
  ['95TH', null],
  ['eco', null],
  ['disabled', null],
  ['', null],
])('the watts in the name of a preset are the same for all who ask: %s is %s', (name, watts) => {
  expect(presetWatts(name)).toBe(watts);
  expect(wattsOfPreset({ name, power_w: null })).toBe(watts);
  expect(parsePreset({ name })?.power_w ?? null).toBe(watts);
});

it('the watts of the model come before those of a name', () => {
  const presets = [
    { name: 'eco', power_w: 2000 },
    { name: 'preset_2500', power_w: 2450 },
  ];
  expect(presetWatts('preset_2500', presets)).toBe(2450);
  expect(isAboveMaxPreset('preset_2500', 'eco', presets)).toBe(true);
  expect(isAboveMaxPreset('eco', 'preset_2500', presets)).toBe(false);
});
