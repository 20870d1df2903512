import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runExport } from '../../../src-main/commands/export.ts';
import type { CommandIo } from '../../../src-main/commands/shared/command.ts';
import { systemClock } from '../../../src-main/runtime/clock.ts';
import { openStore } from '../../../src-main/store/open-store.ts';
import { openHistoryReader } from '../../../src-main/store/queries/history/history-export.ts';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { exportedChips } from '../../fixtures/destinations/exported-chips.ts';
import {
  aBoard,
  aChip,
  aMiner,
  aModel,
  aStatus,
  aTelemetry,
  recordTelemetry,
  someFigures,
  T0,
} from '../../unit/store/farm-fixture.ts';

const DAY = Math.ceil(T0 / (24 * HOUR_MS)) * 24 * HOUR_MS;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-parquet-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function bytesOf(file: string): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = readFileSync(file);
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
}

async function read(file: string): Promise<Record<string, unknown>[]> {
  return (await parquetReadObjects({ file: bytesOf(file) })) as never;
}

/** A row as in Parquet: times as dates, whole numbers as 64 bits. */
function asParquet(row: object, wholes: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (name === 'recorded_at') return [name, new Date(value as number)];
      return [name, wholes.includes(name) && value !== null ? BigInt(value as number) : value];
    }),
  );
}

it('holds every row that is compacted and every one that is not, with its types', async () => {
  const path = join(folder, 'powerhive.db');
  const store = await openStore({ path });
  await store.upsertModels([aModel()]);
  await store.upsertMiners([aMiner(1, { nickname: 'Müller, "7"' }), aMiner(2)]);
  for (const n of [1, 2]) {
    const figures = someFigures({ power_w: n === 1 ? null : 2500.5, uptime_s: 2 ** 40 });
    await store.recordMinerStatuses([0, 1, 2].map((hour) => aStatus(n, DAY + hour * HOUR_MS, { figures })));
    const chips = [aChip(0, { grade: null, throttled: true }), aChip(1, { temp_c: null })];
    await recordTelemetry(
      store,
      [0, 1].map((hour) => aTelemetry(n, DAY + hour * HOUR_MS, { chains: [{ ...aBoard(1, 0), chips }] })),
    );
  }
  await store.compact({ hoursBeforeAt: DAY + HOUR_MS });
  await store.close();

  const io = {
    signal: new AbortController().signal,
    stdout: process.stdout,
    stderr: { write: () => true },
    clock: systemClock,
  } as unknown as CommandIo;
  const asked = ['--data', folder, '--format', 'parquet', '--to', String(DAY + 9 * HOUR_MS)];
  expect(await runExport(['--out', join(folder, 's.parquet'), ...asked], io)).toBe(0);
  expect(await runExport(['--out', join(folder, 'c.parquet'), '--what', 'chips', ...asked], io)).toBe(0);
  await expect(runExport(['--out', join(folder, 's.parquet'), ...asked], io)).rejects.toThrow('add --overwrite');
  expect(await runExport(['--out', join(folder, 's.parquet'), '--overwrite', ...asked], io)).toBe(0);
  const piped: Buffer[] = [];
  const stdout = new Writable({ write: (chunk, _, done) => void done(void piped.push(chunk)) });
  expect(await runExport(['--out', '-', ...asked], { ...io, stdout })).toBe(0);
  expect(Buffer.concat(piped).equals(readFileSync(join(folder, 's.parquet')))).toBe(true);

  const reader = openHistoryReader(path);
  const wholeFigures = ['state_seconds', 'failure_code', 'fan_count', 'fan_rpm_max', 'uptime_s'];
  const statuses = [...reader.statuses(0, DAY + 9 * HOUR_MS)].map((row) => asParquet(row, wholeFigures));
  const chips = exportedChips(reader, 0, DAY + 9 * HOUR_MS).map((row) =>
    asParquet(row, ['chain_id', 'chip_id', 'errors']),
  );
  reader.close();
  expect(statuses).toHaveLength(6);
  expect(chips).toHaveLength(8);
  expect(await read(join(folder, 's.parquet'))).toEqual(statuses);
  expect(await read(join(folder, 'c.parquet'))).toEqual(chips);
  const { schema } = parquetMetadata(bytesOf(join(folder, 's.parquet')));
  expect(schema.find(({ name }) => name === 'recorded_at')).toMatchObject({
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  });
});

it('is the same on standard output as in a file, however slowly that is read', async () => {
  const store = await openStore({ path: join(folder, 'powerhive.db') });
  await store.upsertMiners([aMiner(1)]);
  const chips = Array.from({ length: 400 }, (_, i) => aChip(i, { grade: i % 2 === 0 ? null : 'red' }));
  const chains = [1, 2, 3].map((id) => ({ ...aBoard(id, 0), chips }));
  const moments = Array.from({ length: 61 }, (_, i) => DAY + i * 60_000);
  await recordTelemetry(
    store,
    moments.map((at) => aTelemetry(1, at, { chains })),
  );
  await store.compact({ hoursBeforeAt: DAY + HOUR_MS });
  await store.close();
  const piped: Buffer[] = [];
  // A slow stream that stores chunks without copying them.
  const stdout = new Writable({ write: (chunk, _, done) => void setImmediate(done, void piped.push(chunk)) });
  const io = {
    signal: new AbortController().signal,
    stdout,
    stderr: { write: () => true },
    clock: systemClock,
  } as unknown as CommandIo;
  const asked = ['--data', folder, '--what', 'chips', '--from', String(DAY), '--to', String(DAY + 2 * HOUR_MS)];
  expect(await runExport(['--out', '-', ...asked], io)).toBe(0);
  expect(await runExport(['--out', join(folder, 'c.csv'), ...asked], io)).toBe(0);
  expect(piped.length).toBeGreaterThan(4);
  expect(Buffer.concat(piped).equals(readFileSync(join(folder, 'c.csv')))).toBe(true);
});
