import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHistoryReader } from '../../../src-main/store/queries/history/history-export.ts';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { exportedChips } from '../../fixtures/destinations/exported-chips.ts';
import { limitMs } from '../../fixtures/patience.ts';
import { startChild } from '../../fixtures/program/child.ts';
import { T0 } from '../../unit/store/farm-fixture.ts';

const CHILD = join(import.meta.dirname, 'compacting-child.ts');
/** `npm run test:long` uses fifty. */
const ROUNDS = Number(process.env['POWERHIVE_KILL_ROUNDS'] ?? 1);
const MINERS = 3;

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-compact-kill-'));
  path = join(folder, 'powerhive.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Acknowledged {
  readonly statuses: number[];
  readonly telemetry: number[];
  readonly prunedBefore: number;
}

/**
 * Runs it until it has reported this number of lines, plus a random time, then kills it with a
 * signal that no program can catch.
 */
async function runAndKill(from: number, lines: number): Promise<Acknowledged> {
  const child = startChild(CHILD, [path, String(from)]);
  const exited = once(child, 'exit');
  const reported = { statuses: [] as number[], telemetry: [] as number[], prunedBefore: 0 };
  let count = 0;
  let isCompacting = false;
  for await (const line of createInterface({ input: child.stdout })) {
    const [what, at] = line.split(' ');
    if (what === 'pruned') reported.prunedBefore = Number(at);
    else if (what === 'compacted') isCompacting ||= at !== '0';
    else reported[what === 'status' ? 'statuses' : 'telemetry'].push(Number(at));
    // Only after it has started to compact: its thread starts late.
    if (isCompacting && ++count === lines) setTimeout(() => child.kill('SIGKILL'), Math.random() * 40);
  }
  const [, signal] = await exited;
  expect(signal).toBe('SIGKILL');
  return reported;
}

/** How often each time is found, over all miners and in all forms. */
function foundMoments(rows: Iterable<{ recorded_at: number; chip_id?: number }>): Map<number, number> {
  const found = new Map<number, number>();
  for (const { recorded_at, chip_id } of rows) {
    const at = Math.floor(recorded_at / 300_000) * 300_000;
    if (chip_id === undefined || chip_id === 0) found.set(at, (found.get(at) ?? 0) + 1);
  }
  return found;
}

describe('a program that is killed while it compacts and prunes', () => {
  it(
    `loses nothing that was acknowledged, and has nothing twice: ${ROUNDS} times`,
    async () => {
      const begin = Math.ceil(T0 / HOUR_MS) * HOUR_MS;
      const acknowledged: Acknowledged = { statuses: [], telemetry: [], prunedBefore: 0 };
      let prunedBefore = 0;
      let compactedSeen = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const last = acknowledged.statuses.at(-1) ?? begin;
        // A write that was not acknowledged may have been in progress: the next round begins after
        // it.
        const reported = await runAndKill(last + 600_000, 1 + Math.floor(Math.random() * 150));
        acknowledged.statuses.push(...reported.statuses);
        acknowledged.telemetry.push(...reported.telemetry);
        prunedBefore = Math.max(prunedBefore, reported.prunedBefore);

        const sqlite = new Database(path, { readonly: true });
        expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
        expect(sqlite.pragma('foreign_key_check')).toEqual([]);
        compactedSeen += sqlite
          .prepare(`SELECT count(*) FROM history_blocks WHERE tier = 'status_raw'`)
          .pluck()
          .get() as number;
        sqlite.close();
        const reader = openHistoryReader(path);
        const statuses = foundMoments(reader.statuses(0, Number.MAX_SAFE_INTEGER));
        const telemetry = foundMoments(exportedChips(reader, 0, Number.MAX_SAFE_INTEGER));
        reader.close();
        // A block is deleted as a whole, when the youngest row in it is too old.
        const isKept = (at: number): boolean => at >= prunedBefore;
        expect(acknowledged.statuses.filter(isKept).filter((at) => statuses.get(at) !== MINERS)).toEqual([]);
        expect(acknowledged.telemetry.filter(isKept).filter((at) => telemetry.get(at) !== MINERS)).toEqual([]);
        expect([...statuses, ...telemetry].filter(([, count]) => count > MINERS)).toEqual([]);
      }
      expect(compactedSeen).toBeGreaterThan(0);
    },
    limitMs() * (10 + ROUNDS),
  );
});
