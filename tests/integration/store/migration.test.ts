import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packChips } from '../../../src-main/history/chip-frame.ts';
import { openMigrated } from '../../../src-main/store/file/migrate.ts';
import { MIGRATIONS_FOLDER } from '../../../src-main/store/file/migration-plan.ts';
import { openStore } from '../../../src-main/store/open-store.ts';
import { entryOf } from '../../../src-shared/events/event-entry.ts';
import { farmEvent } from '../../fixtures/served/activity-entries.ts';
import { aChip } from '../../unit/store/farm-fixture.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-migration-'));
  path = join(folder, 'powerhive.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An empty database as created by a PowerHive with only the first migrations. */
function createdBy(migrationCount: number): Database.Database {
  const migrations = join(folder, 'migrations');
  cpSync(MIGRATIONS_FOLDER, migrations, { recursive: true });
  const journalFile = join(migrations, 'meta/_journal.json');
  const { entries, ...rest } = JSON.parse(readFileSync(journalFile, 'utf8')) as { entries: unknown[] };
  writeFileSync(journalFile, JSON.stringify({ ...rest, entries: entries.slice(0, migrationCount) }));
  openMigrated(path, migrations).sqlite.close();
  return new Database(path);
}

describe('a database of an earlier PowerHive', () => {
  it('keeps miners of before they could leave: all of them are of the farm still', async () => {
    const before = createdBy(3);
    before.exec(`
      INSERT INTO miners (miner_key, id, managed, nickname, hostname, first_seen_at, latest_pools) VALUES
        (1, '02:95:23:00:00:01', 1, 'R1', 'Antminer', 7, '[]'), (2, '02:95:23:00:00:02', 0, NULL, NULL, 8, NULL);
      INSERT INTO statuses (id, miner_key, recorded_at, power_w, fan_rpm_max) VALUES (1, 1, 3600000, 2500, 5280);
      UPDATE miners SET latest_status_id = 1 WHERE miner_key = 1;
    `);
    before.close();

    const store = await openStore({ path });
    const { miners, latest } = await store.loadFleet();
    expect(miners).toEqual([
      expect.objectContaining({
        id: '02:95:23:00:00:01',
        nickname: 'R1',
        managed: true,
        label: null,
        tuned_presets: null,
        fans_turned: true,
      }),
      expect.objectContaining({ id: '02:95:23:00:00:02', nickname: null, first_seen_at: 8, fans_turned: false }),
    ]);
    expect(latest.get('02:95:23:00:00:01')?.figures.power_w).toBe(2500);
    const [miner] = miners;
    if (miner === undefined) throw new Error('no miner');
    await store.upsertMiners([{ ...miner, label: 'Row 3', tuned_presets: ['2500'] }]);
    expect((await store.loadFleet()).miners[0]).toEqual({ ...miner, label: 'Row 3', tuned_presets: ['2500'] });
    await store.close();
  });

  it('puts the farm of before there were sites on its one site, with its sums, and knows what its miners run', async () => {
    const before = createdBy(6);
    before.exec(`
      INSERT INTO models (alias, name, algorithm) VALUES ('s19', 'Antminer S19', 'sha256d');
      INSERT INTO miners (miner_key, id, managed, nickname, model_alias, first_seen_at) VALUES
        (1, '02:95:23:00:00:01', 1, 'R1', 's19', 7), (2, '02:95:23:00:00:02#2', 0, NULL, NULL, 8);
      UPDATE miners SET gone = 'dropped' WHERE miner_key = 2;
      INSERT INTO group_slots (slot_ms, at, model_alias, miners, filled, hashrate_hs, power_w, chip_temp_max_c) VALUES
        (300000, 3600000, 's19', 2, 1, 1.5e14, 5000, 71), (300000, 3900000, '', 1, 0, NULL, NULL, NULL);
    `);
    before.close();

    const startedAt = Date.now();
    const store = await openStore({ path });
    const { sites, miners } = await store.loadFleet();
    expect(sites).toEqual([
      {
        site_key: 1,
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
        name: null,
        created_at: expect.any(Number),
      },
    ]);
    expect(Math.abs((sites[0]?.created_at ?? 0) - startedAt)).toBeLessThan(3_600_000);
    expect(miners).toEqual([
      expect.objectContaining({ id: '02:95:23:00:00:01', nickname: 'R1', site_key: 1, firmware_kind: 'vnish' }),
    ]);
    const plan = {
      tier: '5min',
      slotMs: 300_000,
      fromAt: 3_600_000,
      toAt: 4_200_000,
      completeUntilAt: 4_200_000,
    } as const;
    const [sums] = await store.groupHistory('s19', plan);
    expect(sums).toMatchObject({ algorithm: 'sha256d', points: [{ at: 3_600_000, miners: 2, hashrate_hs: 1.5e14 }] });
    await store.close();
    const again = await openStore({ path });
    expect((await again.loadFleet()).sites).toEqual(sites);
    await again.close();
    const after = new Database(path, { readonly: true });
    expect(
      after.prepare('SELECT site_key, model_alias, filled, chip_temp_max_c FROM group_slots ORDER BY at').all(),
    ).toEqual([
      { site_key: 1, model_alias: 's19', filled: 1, chip_temp_max_c: 71 },
      { site_key: 1, model_alias: '', filled: 0, chip_temp_max_c: null },
    ]);
    after.close();
  });

  it('keeps the history of the first tables, to be read and compacted as if it had been written now', async () => {
    const before = createdBy(1);
    before.exec(`
      INSERT INTO miners (miner_key, id, managed, first_seen_at) VALUES (1, '02:95:23:00:00:01', 1, 0);
      INSERT INTO statuses (id, miner_key, recorded_at, power_w, hashrate_hs) VALUES (1, 1, 3600000, 2500, 9e13), (2, 1, 3615000, NULL, 9.1e13), (3, 1, 7300000, 1, 1);
      INSERT INTO status_fans (status_id, position, fan_id, rpm) VALUES (1, 0, 0, 5280);
      INSERT INTO chain_snapshots (id, status_id, chain_id, hashrate_hs) VALUES (1, 1, 2, 3e13);
      INSERT INTO chain_snapshots (id, miner_key, recorded_at, chain_id) VALUES (2, 1, 3600005, 2);
      UPDATE miners SET latest_status_id = 3;
    `);
    before.prepare('INSERT INTO chain_chips VALUES (2, ?)').run(packChips([aChip(7)]));
    before.close();

    const store = await openStore({ path });
    const id = '02:95:23:00:00:01';
    const read = async () => [await store.statuses(id, { limit: 9 }), await store.telemetry(id, { limit: 9 })];
    const asRows = await read();
    expect(asRows[0]?.map(({ recorded_at }) => recorded_at)).toEqual([7_300_000, 3_615_000, 3_600_000]);
    expect(await store.compact({ hoursBeforeAt: 7_200_000 })).toMatchObject({ hours: 2 });
    expect(await read()).toEqual(asRows);
    expect(asRows[1]).toMatchObject([{ recorded_at: 3_600_005, chains: [{ chain_id: 2, chips: [aChip(7)] }] }]);
    await store.close();
    expect(readdirSync(folder).filter((file) => file.includes('.before-migration-'))).toHaveLength(1);
  });

  it('shows entries from before events had codes as they were written, and writes events beside them', async () => {
    const before = createdBy(5);
    before.exec(`
      INSERT INTO activity (id, at, kind, level, miner_id, message) VALUES
        (1, 7, 'operator_change', 'info', '02:95:23:00:00:01', 'R1 is managed'), (2, 8, 'scan', 'info', NULL, 'Scanned');
    `);
    before.close();

    const store = await openStore({ path });
    const event = { event: 'program_started', data: { version: '1.2.3' } } as const;
    const [started] = await store.recordActivity([entryOf(farmEvent(event, 9))]);
    const prose = { event_id: null, event: null, actor: null, data: null };
    expect(await store.activity({ limit: 9 })).toEqual([
      started,
      { id: 2, at: 8, kind: 'scan', level: 'info', miner_id: null, message: 'Scanned', ...prose },
      expect.objectContaining({ id: 1, kind: 'operator_change', message: 'R1 is managed', ...prose }),
    ]);
    expect(started).toMatchObject({ kind: 'app', message: 'PowerHive 1.2.3 started', ...event });
    await store.close();
  });

  it('adds channels and the outbox, and changes no incident of before', async () => {
    const before = createdBy(12);
    before.exec(`
      INSERT INTO miners (miner_key, id, site_key, managed, first_seen_at) VALUES (1, '02:95:23:00:00:01', 1, 1, 7);
      INSERT INTO incidents (incident_key, incident_id, rule_id, severity, state, title, cause_kind, cause_key,
        since_at, opened_at, changed_at, hashrate_lost_hash, unsteady, owed_event, owed_at, notified_miners)
        VALUES (1, 'i', 'offline', 'critical', 'open', 'R1 offline', 'miner', '02:95:23:00:00:01', 5, 6, 6, 0, 0,
          'opened', 6, 0);
    `);
    before.close();

    const store = await openStore({ path });
    expect((await store.loadFleet()).miners).toHaveLength(1);
    expect(await store.channels()).toEqual([]);
    expect(await store.openDeliveries()).toEqual([]);
    await store.close();
    const after = new Database(path, { readonly: true });
    expect(after.prepare('SELECT title, owed_event, owed_at FROM incidents').all()).toEqual([
      { title: 'R1 offline', owed_event: 'opened', owed_at: 6 },
    ]);
    after.close();
  });
});
