import { expect, it } from 'vitest';
import { settingChanges } from '../../../src-main/config/setting-changes.ts';
import { Settings } from '../../../src-shared/model/index.ts';

it('says setting by setting what was changed, and nothing of the rest', () => {
  const before = Settings.parse({});
  const after = Settings.parse({
    network: { subnets: ['10.1.0.0/22'] },
    notifications: { quiet_hours: { from: '22:00', to: '06:00' } },
  });
  expect(settingChanges(before, before)).toEqual([]);
  expect(settingChanges(before, after).toSorted((a, b) => a.path.localeCompare(b.path))).toEqual([
    { path: 'network.subnets', before: [], after: ['10.1.0.0/22'] },
    { path: 'notifications.quiet_hours.from', before: null, after: '22:00' },
    { path: 'notifications.quiet_hours.to', before: null, after: '06:00' },
  ]);
});
