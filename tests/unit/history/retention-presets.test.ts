import { expect, it } from 'vitest';
import { projectDisk } from '../../../src-main/history/project-disk.ts';
import { Settings } from '../../../src-shared/model/index.ts';
import { RETENTION_OF, RETENTION_PRESETS } from '../../../src-shared/setting-defaults/retention.ts';

it('take more disk from preset to preset, and are valid settings', () => {
  const farm = { miners: 1000, chips: 378_000 };
  const bytes = RETENTION_PRESETS.map((preset) => {
    const settings = Settings.parse({ retention: RETENTION_OF[preset] });
    expect(settings.retention).toEqual(RETENTION_OF[preset]);
    return projectDisk(farm, settings, []).bytes;
  });
  const [small = 0, byDefault = 0, long = 0] = bytes;
  expect(byDefault).toBe(projectDisk(farm, Settings.parse({}), []).bytes);
  expect(byDefault).toBeGreaterThan(small * 1.5);
  expect(long).toBeGreaterThan(byDefault * 1.5);
});
