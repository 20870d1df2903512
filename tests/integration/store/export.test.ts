import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../src-main/store/open-store.ts';
import { openHistoryReader } from '../../../src-main/store/queries/history/history-export.ts';
import type { Store } from '../../../src-main/store/store.ts';
import { exportedChips } from '../../fixtures/destinations/exported-chips.ts';
import {
  aBoard,
  aMiner,
  aModel,
  aStatus,
  aTelemetry,
  macOf,
  recordTelemetry,
  someFigures,
  T0,
} from '../../unit/store/farm-fixture.ts';

let folder: string;
let path: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-export-'));
  path = join(folder, 'powerhive.db');
  store = await openStore({ path });
  await store.upsertModels([aModel()]);
  await store.upsertMiners([aMiner(1, { nickname: 'corner' }), aMiner(2, { model_alias: null })]);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('exporting history beside a running program', () => {
  it('gives each status in the span once, miner after miner and the oldest first, with the miner it belongs to', async () => {
    const many = Array.from({ length: 2500 }, (_, i) => aStatus(1, T0 + Math.floor(i / 3)));
    await store.recordMinerStatuses([...many, aStatus(2, T0 + 5)]);
    const reader = openHistoryReader(path);
    const rows = [...reader.statuses(T0, T0 + 800)];
    reader.close();
    expect(rows).toHaveLength(2401);
    const ofOne = rows.filter((row) => row.miner_id === macOf(1)).map((row) => row.recorded_at);
    expect(ofOne).toEqual([...ofOne].sort((a, b) => a - b));
    expect(rows[0]).toEqual({
      recorded_at: T0,
      miner_id: macOf(1),
      nickname: 'corner',
      model_alias: 's19jpro',
      model_name: 'Antminer S19j Pro',
      ...someFigures(),
    });
    expect(rows.filter((row) => row.miner_id === macOf(2))).toMatchObject([{ model_alias: null, model_name: null }]);
  });

  it('gives each chip of each board once', async () => {
    const moments = Array.from({ length: 70 }, (_, i) =>
      aTelemetry(1, T0 + i, { chains: [aBoard(1, 4), aBoard(2, 3)] }),
    );
    await recordTelemetry(store, moments);
    await store.recordMinerStatuses([aStatus(1, T0)]);
    const reader = openHistoryReader(path);
    const rows = exportedChips(reader, T0 + 1, T0 + 69);
    reader.close();
    expect(rows).toHaveLength(68 * 7);
    expect(rows[5]).toMatchObject({ recorded_at: T0 + 1, miner_id: macOf(1), chain_id: 2, ...aBoard(2, 4).chips[1] });
  });

  it('says how much is done, which never gets less, though each miner begins with the start of the hour', async () => {
    const hours = [0, 1, 2].flatMap((hour) => [1, 2].map((miner) => aStatus(miner, T0 + hour * 3_600_000 + miner)));
    await store.recordMinerStatuses(hours);
    const reader = openHistoryReader(path);
    const done: number[] = [];
    for (const _ of reader.statuses(T0, T0 + 3 * 3_600_000)) done.push(reader.doneShare());
    reader.close();
    expect(done).toHaveLength(6);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(done[0]).toBe(0);
    expect(done.at(-1)).toBeGreaterThan(0.6);
    expect(new Set(done).size).toBe(6);
  });

  it('sees what was written after it began', async () => {
    await store.recordMinerStatuses([aStatus(1, T0)]);
    const reader = openHistoryReader(path);
    const rows = reader.statuses(T0, T0 + 7_200_000);
    rows.next();
    await store.recordMinerStatuses([aStatus(1, T0 + 3_600_000)]);
    expect(rows.next().value).toMatchObject({ recorded_at: T0 + 3_600_000 });
    reader.close();
  });

  it('refuses a file that is not a history', async () => {
    expect(() => openHistoryReader(join(folder, 'nothing.db'))).toThrow(/no history/);
    writeFileSync(join(folder, 'letter.db'), 'dear reader, '.repeat(500));
    expect(() => openHistoryReader(join(folder, 'letter.db'))).toThrow(/not a database/);
  });
});
