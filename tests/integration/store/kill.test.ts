import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../src-main/store/open-store.ts';
import { startChild } from '../../fixtures/program/child.ts';
import { macOf } from '../../unit/store/farm-fixture.ts';

const CHILD = join(import.meta.dirname, 'writer-child.ts');

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-kill-'));
  path = join(folder, 'powerhive.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Runs a writer until it has acknowledged this number of writes, then kills it with a signal that
 * no program can catch; returns the acknowledged ones.
 */
async function writeAndKill(from: number, acknowledgements: number): Promise<string[]> {
  const child = startChild(CHILD, [path, String(from)]);
  const exited = once(child, 'exit');
  const acknowledged: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(line);
    if (acknowledged.length === acknowledgements) child.kill('SIGKILL');
  }
  const [, signal] = await exited;
  expect(signal).toBe('SIGKILL');
  return acknowledged;
}

describe('a program that is killed while it writes', () => {
  it('loses nothing that was acknowledged, harms no page, and leaves no lock behind', async () => {
    const acknowledged: string[] = [];
    for (const [round, count] of [37, 150, 411].entries()) {
      acknowledged.push(...(await writeAndKill(round * 1_000_000, count)));

      const sqlite = new Database(path, { readonly: true });
      const found = new Set([
        ...sqlite.prepare(`SELECT 'status ' || recorded_at FROM statuses`).pluck().all(),
        ...sqlite.prepare(`SELECT 'telemetry ' || recorded_at FROM chain_snapshots WHERE miner_key > 0`).pluck().all(),
      ]);
      expect(acknowledged.filter((write) => !found.has(write))).toEqual([]);
      expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
      expect(sqlite.pragma('foreign_key_check')).toEqual([]);
      sqlite.close();
    }
    const store = await openStore({ path });
    const [latest] = await store.statuses(macOf(1), { limit: 1 });
    const fleet = await store.loadFleet();
    await store.close();
    expect(fleet.latest.get(macOf(1))?.fans).toHaveLength(4);
    expect(latest?.chains).toHaveLength(3);
  });

  it('owned its file until then', async () => {
    const child = startChild(CHILD, [path]);
    await once(child.stdout, 'data');
    await expect(openStore({ path })).rejects.toMatchObject({ code: 'locked' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    const store = await openStore({ path });
    await store.close();
  });
});
