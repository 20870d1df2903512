import { expect, it } from 'vitest';
import { TablePass } from '../../../src-main/destinations/postgres/table-pass.ts';
import type { OutgoingHistory } from '../../../src-main/store/outgoing-history.ts';
import type { OutgoingRow } from '../../../src-main/store/outgoing-records.ts';

const AT = { at: 0, activity_id: 0, slots_at: 0, slots_key: 0 };

function historyOf(tables: { minerRows?: OutgoingRow[]; jobItems?: OutgoingRow[] }): OutgoingHistory {
  const { minerRows = [], jobItems = [] } = tables;
  const none = () => [];
  const records = { models: none, incidents: none, incidentMembers: none, jobs: none };
  return {
    site: () => ({ id: 'site', name: 'Farm' }),
    records: { ...records, minerRows: () => minerRows, jobItems: () => jobItems },
  } as unknown as OutgoingHistory;
}

function sentBy(pass: TablePass, history: OutgoingHistory): string[] {
  const names: string[] = [];
  pass.begin(history, AT);
  for (let batch = pass.next(); batch !== null; batch = pass.next()) {
    names.push(`${batch.table.name} ${batch.json.length}`);
    pass.done();
  }
  return names;
}

it('sends what has changed only, and forgets what is read no more', () => {
  const pass = new TablePass();
  const item = historyOf({ jobItems: [{ job_id: 'j', miner_id: 'm', verdict: 'done' }] });
  expect(sentBy(pass, item)).toEqual(['sites 1', 'job_items 1']);
  expect(sentBy(pass, item)).toEqual([]);
  expect(sentBy(pass, historyOf({}))).toEqual([]);
  // Sent again, because nothing of it is kept in memory.
  expect(sentBy(pass, item)).toEqual(['job_items 1']);
});

it('leaves out a miner whose id is no MAC address', () => {
  const minerRows = [{ miner_id: '02:00:00:00:00:01' }, { miner_id: 'serial-7' }];
  expect(sentBy(new TablePass(), historyOf({ minerRows }))).toEqual(['sites 1', 'miners 1']);
});

it('sends the port of a miner beside its address, and no address that is none', () => {
  const macOf = (n: number) => `02:00:00:00:00:0${n}`;
  const ips = ['10.1.2.3', '127.77.0.1:8981', null, 'miner.local:80', '10.1.2.300'];
  const pass = new TablePass();
  pass.begin(historyOf({ minerRows: ips.map((ip, n) => ({ miner_id: macOf(n), ip })) }), AT);
  pass.done();
  const rows = pass.next()?.json.map((json) => JSON.parse(json) as { ip: string | null; port: number | null });
  expect(rows?.map(({ ip, port }) => [ip, port])).toEqual([
    ['10.1.2.3', 80],
    ['127.77.0.1', 8981],
    [null, null],
    [null, null],
    [null, null],
  ]);
});
