import type { Maintenance } from '../../../src-shared/model/index.ts';
import type { StoredRule } from '../alert-records.ts';
import type { Sqlite } from '../file/database-file.ts';
import { toJson } from '../file/row-values.ts';
import { prepared } from '../file/statements.ts';

type Row = Record<string, string | number | null>;

const COLUMNS = [
  'id',
  'name',
  'query',
  'for_seconds',
  'clear_query',
  'clear_for_seconds',
  'severity',
  'enabled',
  'not_while',
  'grouping',
  'channels',
  'repeat_seconds',
  'escalation',
  'suggested_action',
] as const satisfies (keyof StoredRule)[];
const MAINTENANCE = ['id', 'query', 'starts_at', 'ends_at', 'reason', 'rule_ids', 'actor', 'created_at'] as const;

const bound = (columns: readonly string[]): string => columns.map((column) => `@${column}`).join(', ');

/** The writes of rules. The caller opens the transaction. */
export function prepareRuleWrites(sqlite: Sqlite) {
  const changing = COLUMNS.filter((column) => column !== 'id');
  const save = sqlite.prepare<[Row]>(
    `INSERT INTO rules (${COLUMNS.join(', ')}) VALUES (${bound(COLUMNS)})
     ON CONFLICT (id) DO UPDATE SET ${changing.map((name) => `${name} = excluded.${name}`).join(', ')}`,
  );
  const remove = sqlite.prepare<[string]>('DELETE FROM rules WHERE id = ?');
  const add = sqlite.prepare<[Row]>(
    `INSERT INTO maintenance (${MAINTENANCE.join(', ')}) VALUES (${bound(MAINTENANCE)})`,
  );
  const end = sqlite.prepare<[string]>('DELETE FROM maintenance WHERE id = ?');
  return {
    saveRule({ enabled, not_while, channels, escalation, suggested_action, ...rule }: StoredRule): void {
      save.run({
        ...rule,
        enabled: enabled ? 1 : 0,
        not_while: toJson(not_while),
        channels: JSON.stringify(channels),
        escalation: toJson(escalation),
        suggested_action: toJson(suggested_action),
      });
    },
    removeRule(id: string): void {
      remove.run(id);
    },
    addMaintenance({ rule_ids, actor, ...window }: Maintenance): void {
      add.run({ ...window, rule_ids: JSON.stringify(rule_ids), actor: JSON.stringify(actor) });
    },
    removeMaintenance: (id: string): boolean => end.run(id).changes > 0,
  };
}

/** In the order of their creation. */
export function readRules(sqlite: Sqlite): StoredRule[] {
  const rows = prepared<[], Row>(sqlite, `SELECT ${COLUMNS.join(', ')} FROM rules ORDER BY rule_key`).all();
  return rows.map((row) => ({
    ...row,
    enabled: row['enabled'] === 1,
    not_while: fromJson(row['not_while']),
    channels: fromJson(row['channels']),
    escalation: fromJson(row['escalation']),
    suggested_action: fromJson(row['suggested_action']),
  })) as unknown as StoredRule[];
}

export function readMaintenance(sqlite: Sqlite): Maintenance[] {
  const sql = `SELECT ${MAINTENANCE.join(', ')} FROM maintenance ORDER BY maintenance_key`;
  return prepared<[], Row>(sqlite, sql)
    .all()
    .map((row) => ({
      ...row,
      rule_ids: fromJson(row['rule_ids']),
      actor: fromJson(row['actor']),
    })) as unknown as Maintenance[];
}

function fromJson(text: unknown): unknown {
  return typeof text === 'string' ? JSON.parse(text) : null;
}
