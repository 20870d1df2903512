import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openOutgoingHistory } from '../../../src-main/store/outgoing-history.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { aMiner, aModel } from './farm-fixture.ts';
import { DAY, openFarm } from './tidied-farm.ts';

it('destinations get the J/TH of sha256d miners alone, before and after readings are compacted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-jth-'));
  const path = join(folder, 'powerhive.db');
  const farm = openFarm(path);
  try {
    farm.fleet.upsertModels([aModel(), aModel({ alias: 'l9', name: 'Antminer L9', algorithm: 'scrypt' })]);
    farm.fleet.upsertMiners([aMiner(1), aMiner(2, { model_alias: 'l9' })]);
    farm.record(1, DAY, DAY + 10 * MINUTE_MS);
    farm.record(2, DAY, DAY + 10 * MINUTE_MS, 15e9);
    const look = (): unknown[] => {
      const history = openOutgoingHistory(path);
      const found = history.miners(0, 10).map(({ miner_key, model }) => {
        const statuses = history.statuses(miner_key, DAY, DAY + HOUR_MS);
        const has = (key: 'efficiency_j_per_th' | 'power_w') =>
          statuses.filter((status) => status[key] !== null).length;
        return [
          model,
          statuses.length > 0,
          has('efficiency_j_per_th') / statuses.length,
          has('power_w') / statuses.length,
        ];
      });
      history.close();
      return found;
    };
    const expected = [
      ['s19jpro', true, 1, 1],
      ['l9', true, 0, 1],
    ];
    expect(look()).toEqual(expected);
    await farm.tidy(DAY + 2 * HOUR_MS);
    expect(look()).toEqual(expected);
  } finally {
    farm.sqlite.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
