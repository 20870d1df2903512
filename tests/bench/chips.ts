import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { packChips } from '../../src-main/history/chip-frame.ts';
import { compressFrame } from '../../src-main/history/encoding/frame-compression.ts';
import { planCompaction } from '../../src-main/history/plan-compaction.ts';
import { projectDisk } from '../../src-main/history/project-disk.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { packTelemetry } from '../../src-main/store/queries/history/packed-telemetry.ts';
import type { TelemetryRecord } from '../../src-main/store/store.ts';
import { HOUR_MS } from '../../src-shared/milliseconds.ts';
import { Settings } from '../../src-shared/model/index.ts';
import { SimulatedReadings } from '../fixtures/farm/simulated-readings.ts';
import { isFull, percentile, report } from './measure.ts';

/**
 * What chips take on the way in and on the disk, against a table with a row for each chip, written
 * in the same run to the same kind of file. Readings are the simulator's, with its drift and its
 * noise: real silicon may be noisier, and noise is what cannot be packed.
 */
const MINERS = 4;
const HOURS = isFull ? 24 : 4;
const START_AT = 1_767_225_600_000;
const PASSES = 10;
/** As many polls as run at once by default. */
const AT_ONCE = 128;

const folder = mkdtempSync(join(tmpdir(), 'powerhive-bench-'));
const farm = new SimulatedReadings(MINERS, START_AT);
const settings = Settings.parse({});
const store = await openStore({ path: join(folder, 'powerhive.db') });
await store.upsertModels(farm.models());
await store.upsertMiners(farm.miners());

/** All chip readings, made beforehand: the simulator is not what is measured. */
const snapshots: TelemetryRecord[] = [];
for (let hour = 0; hour < HOURS; hour++) {
  for (let second = 0; second < 3600; second += 15) {
    const at = (miner: number): number => hour * 3600 + second + miner * 1.7 + ((second * 7 + miner * 13) % 37) / 1000;
    const miners = Array.from({ length: MINERS }, (_, i) => i);
    await store.recordMinerStatuses(miners.map((miner) => farm.status(miner, at(miner))));
    if (second % 60 === 0) snapshots.push(...miners.map((miner) => farm.telemetry(miner, at(miner))));
  }
}
const chips = snapshots.reduce((sum, snapshot) => sum + chipsIn(snapshot), 0);

// Everything comes several times, each time hours later: what is measured is a program that has
// been running for a while.
const passesMs: number[] = [];
for (let pass = 0; pass < 2 * PASSES; pass++) passesMs.push(await timed(() => writeAll(pass * HOURS * HOUR_MS)));
const inMs = percentile(passesMs.slice(PASSES), 0.5);
const rawBytes = snapshots
  .flatMap(({ chains }) => chains.map((chain) => compressFrame(packChips(chain.chips)).length))
  .reduce((sum, bytes) => sum + bytes, 0);
const compactMs = await timed(() => store.compact(planCompaction(START_AT + 2 * HOURS * HOUR_MS + 100_000)));
const { tiers } = await store.diskUse();
const compacted = tiers.find(({ tier }) => tier === 'chip_raw');
if (compacted === undefined || compacted.rows === 0) throw new Error('nothing was compacted');
const compactedEach = compacted.bytes / compacted.rows;
const year = projectDisk({ miners: 1000, chips: Math.round((farm.chips() / MINERS) * 1000) }, settings, tiers);
await store.close();

const rows = await writeRows(join(folder, 'rows.db'));
rmSync(folder, { recursive: true, force: true });

const work = `${chips.toLocaleString('en')} readings of ${MINERS} simulated miners in ${HOURS} h`;
report({
  chips_in_per_s: {
    value: chips / (inMs / 1000),
    note: `${work}, to the commit, the middle of ${PASSES} passes after ${PASSES} others`,
  },
  chip_bytes_raw: { value: rawBytes / chips, note: `${work}, until their hour is over` },
  chip_bytes_sealed: { value: compactedEach, note: `${compacted.rows.toLocaleString('en')} readings` },
  chip_size_vs_rows: {
    value: rows.bytesEach / compactedEach,
    note: `${rows.bytesEach.toFixed(1)} bytes a row, with its index`,
  },
  chip_speed_vs_rows: {
    value: rows.ms / inMs,
    note: `${Math.round(chips / (rows.ms / 1000)).toLocaleString('en')} rows a second`,
  },
  seal_cpu_s_per_miner_hour: {
    value: compactMs / 1000 / (2 * MINERS * HOURS),
    note: 'time of the compaction thread, half of it at rest',
  },
  year_1000_miners_gb: { value: year.bytes / 1e9, note: `projected from ${work} and the statuses with them` },
});

function writeAll(laterMs: number): Promise<unknown> {
  const next = snapshots.values();
  const goOn = async (): Promise<void> => {
    for (const snapshot of next)
      await store.recordTelemetry([packTelemetry({ ...snapshot, recorded_at: snapshot.recorded_at + laterMs })]);
  };
  return Promise.all(Array.from({ length: AT_ONCE }, goOn));
}

function chipsIn({ chains }: TelemetryRecord): number {
  return chains.reduce((sum, chain) => sum + chain.chips.length, 0);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

/**
 * A row for each chip, as one would do it first: prepared, in transactions of ten snapshots, with
 * the index that a chip's history needs.
 */
async function writeRows(path: string): Promise<{ ms: number; bytesEach: number }> {
  const sqlite = new Database(path);
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = NORMAL');
  sqlite.exec(`CREATE TABLE chips (miner_id TEXT, recorded_at INTEGER, chain_id INTEGER, chip_id INTEGER, hashrate_hs REAL, frequency_mhz REAL,
    voltage_mv REAL, temp_c REAL, errors INTEGER, grade TEXT, throttled INTEGER);
    CREATE INDEX chips_of ON chips (miner_id, chain_id, chip_id, recorded_at)`);
  const insert = sqlite.prepare('INSERT INTO chips VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const write = sqlite.transaction((some: readonly TelemetryRecord[]) => {
    for (const { miner_id, recorded_at, chains } of some) {
      for (const { chain_id, chips } of chains) {
        for (const chip of chips) {
          const { chip_id, hashrate_hs, frequency_mhz, voltage_mv, temp_c, errors, grade, throttled } = chip;
          const flag = throttled === null ? null : Number(throttled);
          insert.run(
            miner_id,
            recorded_at,
            chain_id,
            chip_id,
            hashrate_hs,
            frequency_mhz,
            voltage_mv,
            temp_c,
            errors,
            grade,
            flag,
          );
        }
      }
    }
  });
  const ms = await timed(async () => {
    for (let first = 0; first < snapshots.length; first += 10) write(snapshots.slice(first, first + 10));
  });
  sqlite.pragma('wal_checkpoint(TRUNCATE)');
  sqlite.close();
  return { ms, bytesEach: statSync(path).size / chips };
}
