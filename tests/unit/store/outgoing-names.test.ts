import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openMigrated } from '../../../src-main/store/file/migrate.ts';
import { openOutgoingHistory } from '../../../src-main/store/outgoing-history.ts';
import { prepareFleetWrites } from '../../../src-main/store/queries/fleet-queries.ts';
import { minerName } from '../../../src-shared/miner/miner-name.ts';
import { aMiner, aModel, macOf } from './farm-fixture.ts';

it('destinations call a miner as the screens do', () => {
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-names-'));
  const path = join(folder, 'powerhive.db');
  const { sqlite } = openMigrated(path);
  const none = { nickname: null, label: null, hostname: 'Antminer' };
  const miners = [
    aMiner(1, { ...none, ip: '10.0.0.5', last_ip: '10.0.0.5' }),
    aMiner(2, { ...none, ip: null, last_ip: '10.0.0.6', label: 'S19J Pro' }),
    aMiner(3, { ...none, ip: null, last_ip: null, label: '' }),
    aMiner(4, { ...none, hostname: 'hall-3' }),
    aMiner(5, { ...none, label: 'R1-S05' }),
    aMiner(6, { ...none, label: 'R1-S06', nickname: 'North 6' }),
  ];
  const names = ['10.0.0.5', '10.0.0.6', macOf(3), 'hall-3', 'R1-S05', 'North 6'];
  expect(miners.map(minerName)).toEqual(names);
  try {
    const writes = prepareFleetWrites(sqlite);
    writes.upsertModels([aModel()]);
    writes.upsertMiners(miners);
    const history = openOutgoingHistory(path);
    expect(history.miners(0, 10)).toMatchObject(names.map((name, i) => ({ mac: macOf(i + 1), name })));
    expect(history.records.minerRows()).toMatchObject(names.map((name, i) => ({ miner_id: macOf(i + 1), name })));
    expect(Object.keys(history.records.minerRows()[0] ?? {})).not.toContain('hostname');
    history.close();
  } finally {
    sqlite.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
