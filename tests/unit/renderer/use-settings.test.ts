import { MutationObserver, QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import type { PowerHive } from '../../../src-renderer/api/powerhive.ts';
import { saveSettingsOptions } from '../../../src-renderer/api/use-settings.ts';
import type { Settings, SettingsPatch } from '../../../src-shared/model/index.ts';

const SETTINGS = ['settings'];
const QUIET = { from: '22:00', to: '07:00' };
const withNotifications = (enabled: boolean, quiet_hours: typeof QUIET | null) =>
  ({ notifications: { enabled, quiet_hours } }) as Settings;

it('sends saves one after the other, and shows no response over what was saved after it', async () => {
  const queries = new QueryClient();
  queries.setQueryData(SETTINGS, withNotifications(false, null));
  const sent: { patch: SettingsPatch; respond: (settings: Settings) => void }[] = [];
  const client = {
    settings: {
      update: (patch: SettingsPatch) => new Promise<Settings>((respond) => sent.push({ patch, respond })),
    },
  };
  const orpc = { settings: { get: { queryKey: () => SETTINGS } }, rest: { status: { queryKey: () => ['rest'] } } };
  const options = saveSettingsOptions({ client, orpc, queries } as unknown as PowerHive);
  const save = (patch: SettingsPatch) => new MutationObserver(queries, options).mutate(patch);

  const first = save({ notifications: { enabled: true } });
  const second = save({ notifications: { quiet_hours: QUIET } });
  await expect.poll(() => queries.getQueryData(SETTINGS)).toMatchObject(withNotifications(true, QUIET));
  expect(sent.map(({ patch }) => patch)).toEqual([{ notifications: { enabled: true } }]);

  sent[0]?.respond(withNotifications(true, null));
  await first;
  expect(queries.getQueryData(SETTINGS)).toMatchObject(withNotifications(true, QUIET));

  await expect.poll(() => sent.length).toBe(2);
  sent[1]?.respond(withNotifications(true, QUIET));
  await second;
  expect(queries.getQueryData(SETTINGS)).toMatchObject(withNotifications(true, QUIET));
  expect(queries.isMutating()).toBe(0);
});
