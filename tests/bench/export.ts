import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { runExport } from '../../src-main/commands/export.ts';
import { CHIP_COLUMNS } from '../../src-main/commands/export-file/columns.ts';
import { TYPES } from '../../src-main/commands/export-file/parquet-column.ts';
import type { CommandIo } from '../../src-main/commands/shared/command.ts';
import { planCompaction } from '../../src-main/history/plan-compaction.ts';
import { boundMemory } from '../../src-main/runtime/bound-memory.ts';
import { systemClock } from '../../src-main/runtime/clock.ts';
import { openStore } from '../../src-main/store/open-store.ts';
import { openHistoryReader } from '../../src-main/store/queries/history/history-export.ts';
import { HOUR_MS } from '../../src-shared/milliseconds.ts';
import { exportedChips } from '../fixtures/destinations/exported-chips.ts';
import { SimulatedReadings } from '../fixtures/farm/simulated-readings.ts';
import { recordTelemetry } from '../unit/store/farm-fixture.ts';
import { isFull, ownCpuSeconds, percentile, report } from './measure.ts';

/**
 * How fast `powerhive export --what chips` writes compacted readings, and its processor time
 * against bare loops that have the rows in memory: one joins the cells of each with commas, the
 * other passes the columns to the Parquet package.
 */
boundMemory();
const MINERS = 4;
const HOURS = isFull ? 72 : 24;
const PASSES = 5;
const START_AT = 1_767_225_600_000;

const folder = mkdtempSync(join(tmpdir(), 'powerhive-bench-'));
writeFileSync(join(folder, 'config.json'), '{}');
const path = join(folder, 'powerhive.db');
const farm = new SimulatedReadings(MINERS, START_AT);
const store = await openStore({ path });
await store.upsertModels(farm.models());
await store.upsertMiners(farm.miners());
for (let second = 0; second < HOURS * 3600; second += 60) {
  const miners = Array.from({ length: MINERS }, (_, miner) => farm.telemetry(miner, second + miner * 1.7));
  await recordTelemetry(store, miners);
}
await store.compact(planCompaction(START_AT + HOURS * HOUR_MS + 100_000));
await store.close();

const reader = openHistoryReader(path);
/** The rows of an hour, over and over: as objects they would not fit for a day. */
const sample = exportedChips(reader, START_AT, START_AT + HOUR_MS);
reader.close();
const out = join(folder, 'out');
let rows = 0;

try {
  for (const format of ['csv', 'parquet'] as const) {
    const own: Awaited<ReturnType<typeof timed>>[] = [];
    const bare: typeof own = [];
    for (let pass = 0; pass < PASSES; pass++) {
      own.push(await timed(() => exported(format)));
      bare.push(await timed(() => (format === 'csv' ? bareCsv() : bareParquet())));
    }
    const perSecond = own.map(({ seconds }) => rows / seconds);
    const cpu = (some: typeof own): number =>
      percentile(
        some.map(({ cpuSeconds }) => cpuSeconds),
        0.5,
      );
    const megabytes = Math.round(statSync(out).size / 1e6);
    const work = `${rows.toLocaleString('en')} rows of ${MINERS} simulated miners in ${HOURS} h, all compacted`;
    report({
      [`export_${format}_rows_per_s`]: {
        value: Math.max(...perSecond),
        note: `${work}, the best of ${PASSES} passes; the middle one made ${Math.round(percentile(perSecond, 0.5)).toLocaleString('en')}`,
      },
      [`export_${format}_cpu_over_bare`]: {
        value: cpu(own) / cpu(bare),
        note: `${cpu(own).toFixed(2)} s against ${cpu(bare).toFixed(2)} s ${format === 'csv' ? `of a loop that joins and writes as many rows, ${megabytes} MB` : `of hyparquet-writer alone with the columns of an hour, ${HOURS} times`}`,
      },
    });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function timed(work: () => Promise<void>): Promise<{ seconds: number; cpuSeconds: number }> {
  const [startedMs, startedCpu] = [performance.now(), ownCpuSeconds()];
  await work();
  return { seconds: (performance.now() - startedMs) / 1000, cpuSeconds: ownCpuSeconds() - startedCpu };
}

async function exported(format: string): Promise<void> {
  const io = {
    signal: new AbortController().signal,
    stdout: {
      write: (text: string) => {
        rows = (JSON.parse(text) as { rows: number }).rows;
      },
    },
    stderr: { write: () => true },
    clock: systemClock,
  } as unknown as CommandIo;
  const args = ['--what', 'chips', '--format', format, '--data', folder, '--out', out, '--overwrite', '--json'];
  if ((await runExport(args, io)) !== 0) throw new Error('nothing was exported');
}

async function bareCsv(): Promise<void> {
  await using file = await open(join(folder, 'bare'), 'w');
  for (let written = 0; written < rows; ) {
    let lines = '';
    for (const { recorded_at, ...row } of sample) {
      lines += `${new Date(recorded_at).toISOString()},${Object.values(row).join(',')}\r\n`;
      if (lines.length < 2 ** 20) continue;
      await file.write(lines);
      lines = '';
    }
    await file.write(lines);
    written += sample.length;
  }
}

async function bareParquet(): Promise<void> {
  const columnData = CHIP_COLUMNS.map(({ name, kind }) => ({
    name,
    type: kind === 'whole' ? ('INT32' as const) : TYPES[kind],
    data: sample.map((row) => (kind === 'moment' ? new Date(row.recorded_at) : row[name as keyof typeof row])),
  }));
  for (let hour = 0; hour < HOURS; hour++) parquetWriteBuffer({ columnData });
}
