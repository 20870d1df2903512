import { describe, expect, it } from 'vitest';
import { filteredMiners } from '../../../src-main/app/operations/input/miner-filter.ts';
import { contract } from '../../../src-shared/contract/index.ts';
import { momentOf } from '../../../src-shared/miner/miner-now.ts';
import { minerRow, NOW, offlineRow } from '../renderer/miner-row.ts';

const farm = [
  minerRow({ id: '02:95:23:00:00:01', nickname: 'A', model_alias: 's21', model_name: 'Antminer S21' }),
  minerRow({ id: '02:95:23:00:00:02', nickname: 'B' }),
  offlineRow({ id: '02:95:23:00:00:03', nickname: null, hostname: null, last_ip: '10.0.0.7' }),
];
const found = (filter: Parameters<typeof filteredMiners>[1]) =>
  filteredMiners(farm, filter, momentOf(NOW, 15)).map(({ id }) => id.slice(-1));

describe('GET /api/miners', () => {
  it('takes the language of the search, together with its other filters', () => {
    expect(found({ q: 'model=s21' })).toEqual(['1']);
    expect(found({ q: 'temp>60 -model=s21' })).toEqual(['2']);
    expect(found({ q: 'attention' })).toEqual(['3']);
    expect(found({ q: '10.0.0.7' })).toEqual(['3']);
    expect(found({ q: '02:95:23:00:00:02' })).toEqual(['2']);
    expect(found({ q: 's19', online: true })).toEqual(['2']);
    expect(found({ managed: false })).toEqual([]);
  });

  it('refuses a query that it does not understand, with what was meant', () => {
    const input = contract.miners.list['~orpc'].inputSchema;
    const check = (q: string) =>
      (input as { safeParse(value: unknown): { success: boolean; error?: Error } }).safeParse({ q });
    expect(check('model=s21').success).toBe(true);
    expect(check('modl=s21').success).toBe(false);
    expect(String(check('modl=s21').error?.message)).toContain('Did you mean model?');
  });
});
