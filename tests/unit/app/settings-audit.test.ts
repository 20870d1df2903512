import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SettingsAudit } from '../../../src-main/app/settings-audit.ts';
import { readConfig } from '../../../src-main/config/config-file.ts';
import { SettingsStore } from '../../../src-main/config/settings-store.ts';
import { EventBus } from '../../../src-main/events/bus.ts';
import { eventWords } from '../../../src-shared/events/event-words.ts';
import type { FarmEvent } from '../../../src-shared/model/index.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

let folder: string;
let config: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-settings-audit-'));
  config = join(folder, 'config.json');
  file = join(folder, 'settings-changes.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Starts the program on that folder; `write` is the database. */
async function start(write: (event: FarmEvent) => Promise<void>) {
  const settings = new SettingsStore(config, await readConfig(config));
  const journal = {
    add: () => undefined,
    write,
    writeChange: () => Promise.reject(new Error('not asked here')),
  };
  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  const bus = new EventBus({ clock: new ManualClock(), journal, onError });
  const audit = new SettingsAudit({ file, settings, bus, onError });
  await audit.recover();
  return { audit, settings, errors };
}

const days = (status_days: number) => ({ retention: { status_days } });
const change = (before: number, after: number) => ({
  event: 'settings_changed',
  actor: TESTER,
  data: { changes: [{ path: 'retention.status_days', before, after }] },
});

it('writes what a setting was and is, with who asked; a save that changes nothing is no entry', async () => {
  const written: FarmEvent[] = [];
  const { audit } = await start(async (event) => void written.push(event));
  expect(await audit.update(days(9), TESTER)).toMatchObject({ ok: true, value: days(9) });
  await audit.update(days(9), TESTER);
  expect(written).toMatchObject([change(7, 9)]);
  expect(existsSync(file)).toBe(false);
});

it('has the entry on disk before the settings are changed, and writes it at the next start', async () => {
  const dead = new Promise<void>(() => undefined);
  const killed = await start(() => dead);
  const never = killed.audit.update(days(9), TESTER);
  await expect.poll(async () => (await readConfig(config)).retention.status_days).toBe(9);
  expect(existsSync(file)).toBe(true);
  void never;

  const written: FarmEvent[] = [];
  await start(async (event) => void written.push(event));
  expect(written).toMatchObject([change(7, 9)]);
  expect(existsSync(file)).toBe(false);
});

it('writes no entry of a change that was not made, and keeps those before it', async () => {
  const first = await start(() => Promise.reject(new Error('The disk is full')));
  expect(await first.audit.update(days(9), TESTER)).toMatchObject({ ok: true });
  expect(await first.audit.update(days(10), TESTER)).toMatchObject({ ok: true });
  expect(first.errors).toHaveLength(2);
  // The state if the program is killed before the second is in force.
  writeFileSync(config, JSON.stringify(days(9)));

  const written: FarmEvent[] = [];
  await start(async (event) => void written.push(event));
  expect(written).toMatchObject([change(7, 9)]);
  expect(existsSync(file)).toBe(false);
});

it('refuses, and changes nothing, where the entry cannot be kept or the settings are wrong', async () => {
  const written: FarmEvent[] = [];
  const { audit, settings } = await start(async (event) => void written.push(event));
  rmSync(folder, { recursive: true });
  const refused = await audit.update(days(9), TESTER);
  expect(refused).toMatchObject({ ok: false, message: expect.stringContaining('The settings are unchanged') });
  expect(settings.current).toMatchObject(days(7));
  expect(await audit.update({ network: { subnets: ['nowhere/99'] } }, TESTER)).toMatchObject({ ok: false });
  expect(written).toEqual([]);
});

it('writes what was edited in the file as an entry of its own, by nobody that is known', async () => {
  const written: FarmEvent[] = [];
  const { audit } = await start(async (event) => void written.push(event));
  writeFileSync(config, JSON.stringify({ actions: { enabled: true } }));
  expect(await audit.update(days(9), TESTER)).toMatchObject({ ok: true, value: { actions: { enabled: true } } });
  const edited = { changes: [{ path: 'actions.enabled', before: false, after: true }], in_file: true };
  expect(written).toMatchObject([{ event: 'settings_changed', actor: null, data: edited }, change(7, 9)]);
  expect(written.map(eventWords)).toEqual([
    'Changes on miners allowed in config.json',
    'Settings changed: retention: status days: 7 → 9',
  ]);
  expect(existsSync(file)).toBe(false);
});
