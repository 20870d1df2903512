import { expect, it } from 'vitest';
import { createChannelOperations } from '../../../src-main/app/operations/channels.ts';
import type { OperationsParts } from '../../../src-main/app/operations/operations-parts.ts';
import { type NewChannel, type NewEvent, Settings } from '../../../src-shared/model/index.ts';
import { TESTER } from '../../fixtures/actors.ts';

const BY = { actor: TESTER };
const NEW = { kind: 'desktop', name: 'Desktop', settings: {} } as unknown as NewChannel;

/** The calls of channels with or without a desktop, and their effects. */
function operations(desktop: { notifications_supported: boolean } | null) {
  const settings = { current: Settings.parse({}) };
  const shown: string[] = [];
  const recorded: NewEvent[] = [];
  const parts = {
    channels: { all: () => [], update: async () => null, remove: async () => null, get: () => null },
    outbox: { desktop: { shownAt: 7 } },
    record: async (event: NewEvent) => recorded.push(event),
    hostPorts: {
      rest: null,
      desktop: desktop === null ? null : { state: () => desktop, notify: (title: string) => shown.push(title) },
    },
    settings,
    settingsAudit: {
      update: async (patch: { notifications: object }) => {
        settings.current = Settings.parse({
          notifications: { ...settings.current.notifications, ...patch.notifications },
        });
        return { ok: true, value: settings.current };
      },
    },
    fleet: { site: () => ({ site_id: 's', name: null }) },
  } as unknown as OperationsParts;
  return { calls: createChannelOperations(parts), settings, shown, recorded };
}

it('the desktop is a channel like the others: listed, changed, tested, and not deleted', async () => {
  const { calls, settings, shown, recorded } = operations({ notifications_supported: true });
  expect(calls.list()).toMatchObject([
    { id: 'desktop', kind: 'desktop', enabled: true, settings: { sound: 'on' }, state: { last_success_at: 7 } },
  ]);
  const body = { enabled: false, settings: { sound: 'off' } };
  expect(await calls.update({ params: { id: 'desktop' }, body }, BY)).toMatchObject({
    ok: true,
    value: { enabled: false, settings: { sound: 'off' } },
  });
  expect(settings.current.notifications).toMatchObject({ enabled: false, sound: false });
  const wrong = await calls.update({ params: { id: 'desktop' }, body: { min_severity: 'info' } }, BY);
  expect(wrong).toMatchObject({
    ok: false,
    refusal: { code: 'UNPROCESSABLE_CONTENT', data: { path: 'min_severity' } },
  });
  // Missing fields keep their values, and fixed fields may be given unchanged.
  const same = { name: 'Desktop notifications', min_severity: 'warning' as const, digest_at: [], settings: {} };
  expect(await calls.update({ params: { id: 'desktop' }, body: same }, BY)).toMatchObject({
    ok: true,
    value: { enabled: false, settings: { sound: 'off' } },
  });
  expect(await calls.test({ id: 'desktop' }, BY)).toEqual({ ok: true, value: { sent: true, error: null } });
  expect(shown).toEqual(['Test message from PowerHive']);
  expect(recorded).toMatchObject([{ event: 'channel_tested', data: { kind: 'desktop', error: null } }]);
  expect(await calls.remove({ id: 'desktop' }, BY)).toMatchObject({ ok: false, refusal: { code: 'CONFLICT' } });
  expect(await calls.create(NEW, BY)).toMatchObject({ ok: false, refusal: { code: 'CONFLICT' } });
});

it('where the system shows no notifications, its channel says so', async () => {
  const { calls, shown } = operations({ notifications_supported: false });
  const error = 'This system shows no notifications.';
  expect(calls.list()).toMatchObject([{ state: { last_error: error } }]);
  expect(await calls.test({ id: 'desktop' }, BY)).toEqual({ ok: true, value: { sent: false, error } });
  expect(shown).toEqual([]);
});

it('without a window there is none, and every call says why', async () => {
  const { calls } = operations(null);
  const why = expect.stringContaining('available in the desktop app only');
  expect(calls.list()).toEqual([]);
  expect(await calls.create(NEW, BY)).toMatchObject({
    ok: false,
    refusal: { code: 'UNPROCESSABLE_CONTENT', message: why },
  });
  expect(await calls.test({ id: 'desktop' }, BY)).toMatchObject({
    ok: false,
    refusal: { code: 'NOT_FOUND', message: why },
  });
  const update = await calls.update({ params: { id: 'desktop' }, body: { enabled: true } }, BY);
  expect(update).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND', message: why } });
});
