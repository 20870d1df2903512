import { hash } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import type { TablesPosition } from '../../store/destination-records.ts';
import type { OutgoingHistory } from '../../store/outgoing-history.ts';
import type { OutgoingRow } from '../../store/outgoing-records.ts';
import { MAC, UPSERT, type UpsertTable, upsertRow } from './upserted-tables.ts';

/** Rows of a small table, or of the activity, in one transaction. */
export const TABLE_ROWS_A_BATCH = 500;

/** Rows of one table, each as JSON. */
export interface TableBatch {
  readonly table: UpsertTable;
  readonly json: readonly string[];
  readonly digests: readonly (readonly [key: string, digest: string])[];
}

/** Selects the rows of the small tables that differ from what was sent over this connection. */
export class TablePass {
  /** The digest of each sent row, by table and key. Rows that are no longer read are removed. */
  readonly #sent = new Map<string, string>();
  #waiting: TableBatch[] = [];

  /**
   * Reads the tables. Incidents and jobs that ended more than an hour before the last pass no
   * longer change, and are left out.
   */
  begin(history: OutgoingHistory, { at }: TablesPosition): void {
    const { records } = history;
    const site = history.site();
    const sinceAt = at - HOUR_MS;
    const siteOf = (row: OutgoingRow): string => String(row['site_id'] ?? site.id);
    const all: [UpsertTable, OutgoingRow[]][] = [
      [UPSERT.sites, [{ name: site.name }]],
      [UPSERT.models, records.models()],
      [UPSERT.miners, records.minerRows().flatMap(minerRow)],
      [UPSERT.incidents, records.incidents(sinceAt)],
      [UPSERT.incident_members, records.incidentMembers(sinceAt)],
      [UPSERT.jobs, records.jobs(sinceAt)],
      [UPSERT.job_items, records.jobItems(sinceAt)],
    ];
    const seen = new Set<string>();
    this.#waiting = all.flatMap(([table, rows]) => this.#changed(table, rows, siteOf, seen));
    for (const key of this.#sent.keys()) if (!seen.has(key)) this.#sent.delete(key);
  }

  next(): TableBatch | null {
    return this.#waiting[0] ?? null;
  }

  /** To be called when the batch that `next` returned is stored or refused. */
  done(): void {
    for (const [key, digest] of this.#waiting.shift()?.digests ?? []) this.#sent.set(key, digest);
  }

  #changed(
    table: UpsertTable,
    rows: readonly OutgoingRow[],
    siteOf: (row: OutgoingRow) => string,
    seen: Set<string>,
  ): TableBatch[] {
    const changed: { json: string; key: string; digest: string }[] = [];
    for (const row of rows) {
      const out = upsertRow(table, siteOf(row), row);
      const json = JSON.stringify(out);
      const key = [table.name, ...table.key.map((column) => row[column])].join(' ');
      const digest = hash('sha1', json, 'base64');
      seen.add(key);
      if (this.#sent.get(key) !== digest) changed.push({ json, key, digest });
    }
    const batches: TableBatch[] = [];
    for (let i = 0; i < changed.length; i += TABLE_ROWS_A_BATCH) {
      const part = changed.slice(i, i + TABLE_ROWS_A_BATCH);
      const digests = part.map(({ key, digest }) => [key, digest] as const);
      batches.push({ table, json: part.map(({ json }) => json), digests });
    }
    return batches;
  }
}

/** The row of a miner, with address and port apart; none for an id that is no MAC address. */
function minerRow(row: OutgoingRow): OutgoingRow[] {
  if (!MAC.test(String(row['miner_id']))) return [];
  const [ip = '', port = '80'] = String(row['ip'] ?? '').split(':');
  return [{ ...row, ...(isIPv4(ip) ? { ip, port: Number(port) } : { ip: null, port: null }) }];
}
