import { MutationObserver, QueryClient } from '@tanstack/react-query';
import { afterAll, expect, it, vi } from 'vitest';
import type { PowerHive } from '../../../../src-renderer/api/powerhive.ts';
import type { Settings, SettingsPatch } from '../../../../src-shared/model/index.ts';

vi.mock('../../../../src-renderer/ui/feedback/toast.tsx', () => ({ toastFailure: vi.fn() }));
// Another file of this worker may have loaded it already, with real toasts.
vi.resetModules();
afterAll(() => vi.resetModules());
const { saveSettingsOptions } = await import('../../../../src-renderer/api/use-settings.ts');

const SETTINGS = ['settings'];
const QUIET = { from: '22:00', to: '07:00' };
const withNotifications = (enabled: boolean, quiet_hours: typeof QUIET | null) =>
  ({ notifications: { enabled, quiet_hours } }) as Settings;

interface Sent {
  readonly patch: SettingsPatch;
  respond(settings: Settings): void;
  refuse(): void;
}

/** A page whose saves get their responses one by one. */
function page() {
  const queries = new QueryClient();
  queries.setQueryData(SETTINGS, withNotifications(false, null));
  const sent: Sent[] = [];
  const update = (patch: SettingsPatch) =>
    new Promise<Settings>((respond, reject) => {
      sent.push({ patch, respond, refuse: () => reject(new Error('The disk is full.')) });
    });
  const client = { settings: { update } };
  const orpc = { settings: { get: { queryKey: () => SETTINGS } }, rest: { status: { queryKey: () => ['rest'] } } };
  const options = saveSettingsOptions({ client, orpc, queries } as unknown as PowerHive);
  const save = (patch: SettingsPatch) => new MutationObserver(queries, options).mutate(patch);
  const shown = () => queries.getQueryData(SETTINGS);
  return { queries, sent, save, shown };
}

it('sends saves one after the other, and shows no response over what was saved after it', async () => {
  const { queries, sent, save, shown } = page();
  const first = save({ notifications: { enabled: true } });
  const second = save({ notifications: { quiet_hours: QUIET } });
  await expect.poll(shown).toMatchObject(withNotifications(true, QUIET));
  expect(sent.map(({ patch }) => patch)).toEqual([{ notifications: { enabled: true } }]);

  sent[0]?.respond(withNotifications(true, null));
  await first;
  expect(shown()).toMatchObject(withNotifications(true, QUIET));

  await expect.poll(() => sent.length).toBe(2);
  sent[1]?.respond(withNotifications(true, QUIET));
  await second;
  expect(shown()).toMatchObject(withNotifications(true, QUIET));
  expect(queries.isMutating()).toBe(0);
});

it('shows nothing that was refused, whatever was saved beside it, and asks what is in force', async () => {
  const { queries, sent, save, shown } = page();
  const first = save({ notifications: { enabled: true } }).catch(() => 'refused');
  await expect.poll(() => sent.length).toBe(1);
  const second = save({ notifications: { quiet_hours: QUIET } }).catch(() => 'refused');
  await expect.poll(shown).toMatchObject(withNotifications(true, QUIET));

  sent[0]?.refuse();
  expect(await first).toBe('refused');
  expect(shown()).toMatchObject(withNotifications(false, QUIET));

  await expect.poll(() => sent.length).toBe(2);
  sent[1]?.refuse();
  expect(await second).toBe('refused');
  expect(shown()).toMatchObject(withNotifications(false, null));
  expect(queries.getQueryState(SETTINGS)?.isInvalidated).toBe(true);
});

it('keeps what was saved before a refusal', async () => {
  const { sent, save, shown } = page();
  const first = save({ notifications: { enabled: true } });
  await expect.poll(() => sent.length).toBe(1);
  const second = save({ notifications: { quiet_hours: QUIET } }).catch(() => 'refused');
  sent[0]?.respond(withNotifications(true, null));
  await first;
  await expect.poll(() => sent.length).toBe(2);
  sent[1]?.refuse();
  expect(await second).toBe('refused');
  expect(shown()).toMatchObject(withNotifications(true, null));
});
