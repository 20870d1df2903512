import type { OpenAPI } from '@orpc/contract';

/** The part of a JSON schema from which an example is made. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

type Response = OpenAPI.ResponseObject | OpenAPI.ReferenceObject;

const MAC = '02:95:23:00:00:01';
const UUID = '01890a5d-ac96-774b-bcce-b302099a8057';
const NOW = Date.UTC(2026, 0, 1, 12);

/**
 * Values by the name of their field, or by `parent.name`, where the parent of the outermost fields is
 * the group of the call. The rest follows from the end of the name, or from the type.
 */
const BY_NAME: Readonly<Record<string, unknown>> = {
  account: 'farm',
  actor: { via: 'rest', name: 'dashboard', scope: 'operate' },
  alias: 's19jpro',
  algorithm: 'sha256d',
  'app.kind': 'operator_change',
  'app.message': 'Renamed 10.1.7.21 → R7-01',
  'app.event': 'miner_renamed',
  'app.data': { before: '10.1.7.21', after: 'R7-01' },
  'app.name': 'powerhive-2026-01-01T120000Z.db',
  'app.path': '/home/operator/powerhive/backups/powerhive-2026-01-01T120000Z.db',
  attention: [],
  board_rows: null,
  'cause.key': MAC,
  chain_id: 1,
  chains: 3,
  'channels.id': UUID,
  'channels.kind': 'email',
  'channels.name': 'Operators',
  'channels.settings': { host: 'mail.farm.example', to: 'ops@farm.example' },
  channel: 'Operators',
  'rules.channels': [UUID],
  'escalation.channels': [UUID],
  chip_id: 17,
  chip_ids: [17],
  chip_positions: [17],
  chips_on_board: 126,
  chips_per_chain: 126,
  clear_query: 'temp<80',
  code: 'hot',
  conflict_ips: [],
  cooling_mode: 'auto',
  'database.path': '/home/operator/powerhive/powerhive.db',
  'deliveries.kind': 'opened',
  'deliveries.state': 'sent',
  'destinations.name': 'VM',
  event_id: UUID,
  failures: 0,
  'changes.failures': [],
  'changes.failed': 0,
  'changes.skipped': 0,
  fan_count: 4,
  fan_duty_percent: 46,
  fan_id: 1,
  fan_rpm_max: 5880,
  farm: 'North hall',
  last_file: 'powerhive-2026-01-01T120000Z.db',
  findings: { critical: 0, warning: 0, notice: 0 },
  firmware_kind: 'vnish',
  firmware_name: 'Vnish',
  firmware_version: '1.2.6',
  folder: '/home/operator/powerhive',
  frequency_mhz: 545,
  from: NOW - 3_600_000,
  'transition.from': '3050',
  'transition.to': '2800',
  'jobs.from': '3050',
  'jobs.to': '2800',
  from_at: NOW - 3_600_000,
  grade: 'green',
  host: 'eu.pool.example',
  hostname: 'Antminer',
  hr_measure: 'GH/s',
  hw_error_percent: 0.02,
  id: MAC,
  'app.id': 4711,
  'site.id': UUID,
  'site.name': 'North hall',
  'sites.id': UUID,
  'passwords.id': UUID,
  ip: '10.1.7.21',
  label: 'R7-01',
  last_ip: '10.1.7.21',
  'loops.name': 'discovery',
  max_preset: '3250',
  max_rpm: 7200,
  message: 'Board 1: the hottest chip is at 92 °C',
  'destinations.message': 'Test data was accepted.',
  miner_name: 'R7-01',
  model_alias: 's19jpro',
  model_name: 'Antminer S19j Pro',
  'models.name': 'Antminer S19j Pro',
  name: 'R7-01',
  nickname: 'R7-01',
  pdu: 'PDU 3',
  planned_digest: '3f2a9c',
  pool_type: 'user',
  phase: 'done',
  place: 'A/R7/2/3',
  pool_url: 'stratum+tcp://eu.pool.example:3333',
  pool_user: 'farm.r7-01',
  power_limit_w: 80_000,
  preset: '3050',
  'presets.name': '3050',
  'presets.status': 'tuned',
  pretty: '3050 watt ~ 104 TH',
  query: 'place:R7',
  rack: 'A/R7',
  'racks.rows': 4,
  'racks.columns': 6,
  rpm: 5880,
  rule_id: 'chip_hot',
  'rules.id': 'chip_hot',
  'rules.name': 'Hot chip',
  'rules.query': 'temp>85',
  rule_ids: ['chip_hot'],
  scan_id: UUID,
  'scans.message': null,
  'skipped.reason': 'It has the preset already.',
  'marks.detail': null,
  'maintenance.reason': 'New breakers',
  consecutive_failures: 0,

  secret: 'shown-once',
  severity: 'critical',
  'sites.name': 'North hall',
  'state.phase': 'live',
  'sites.url': 'http://127.0.0.1:18081',
  site_id: UUID,
  site_name: 'North hall',
  state: 'mining',
  'jobs.state': 'done',
  'job.state': 'done',
  'changes.state': 'done',
  state_description: 'mining',
  'chains.status': 'mining',
  'fans.status': 'ok',
  status: 'ok',
  switch: 'SW 2',
  tags: ['r7'],
  targets: ['10.1.7.0/24'],
  text: 'The fan is ordered.',
  'threads.name': 'writer',
  title: 'R7-01: hot chip',
  to_at: NOW,
  'tokens.name': 'dashboard',
  tuned_presets: ['3050'],
  unanswered: [],
  unit: 'c',
  uptime_s: 86_400,
  url: 'stratum+tcp://eu.pool.example:3333',
  'destinations.url': 'http://127.0.0.1:8428/api/v1/write',
  'destinations.user': 'powerhive',
  user: 'farm.r7-01',
  usual_preset: '3050',
  value: 92,
  verdict: 'confirmed',
  version: '1.0.0',
  voltage_mv: 320,
  voltage_v: 13.7,
  what: 'Antminer, stock firmware',
  where: 'A/R7',
  write_failures: 0,
};

/** Numbers by the end of the name of their field, which is their unit. */
const BY_END: readonly (readonly [RegExp, number])[] = [
  [/(^|_)at$/, NOW],
  [/_hs$|_hs_change$|^hashrates$/, 104_500_000_000_000],
  [/_lost_hash$/, 3.6e15],
  [/_w$|^watts$/, 3050],
  [/_j_per_th$/, 29.2],
  [/_c$/, 72],
  [/_percent$|^percent$/, 1.5],
  [/_ms$/, 250],
  [/seconds$/, 60],
  [/bytes$/, 52_428_800],
  [/days$/, 90],
];

/** What a healthy miner, and a part of the program that works, does not have: null where that is allowed. */
const UNSET =
  /^(acknowledged_at|acknowledged_by|advice|cut_before_at|dark_seconds|ended_because|error|failure_code|figures_unchanged_since_at|last_error|last_refused_at|next_attempt_at|not_while|offline_since_at|other_farm_at|paused|quiet_hours|reason|reason_code|resolved_at|resolved_by|snoozed_until|stale|suggested_action|throttled|throttled_percent|undo_of|unread|unsteady)$/;

/** The schemas to which others refer, by name. */
type Named = Readonly<Record<string, Schema>>;

/** A value that such a schema accepts, of a field of `parent`. */
function exampleOf(given: Schema, name: string, parent: string, named: Named): unknown {
  const schema = given.$ref === undefined ? given : (named[given.$ref.split('/').at(-1) ?? ''] ?? {});
  const { type, properties, items } = schema;
  const own = BY_NAME[`${parent}.${name}`] ?? BY_NAME[name];
  if (schema.const !== undefined) return schema.const;
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined) {
    const isNull = (one: Schema): boolean => one.type === 'null';
    if (either.some(isNull) && (UNSET.test(name) || BY_NAME[`${parent}.${name}`] === null)) return null;
    const first = either.find((one) => !isNull(one));
    return first === undefined ? null : exampleOf(first, name, parent, named);
  }
  if (schema.enum !== undefined) return schema.enum.includes(own) ? own : schema.enum[0];
  if (properties !== undefined) {
    if (isRecord(own)) return own;
    const present = Object.entries(properties).filter(
      ([key, child]) => schema.required?.includes(key) === true || child.default !== undefined || key === 'managed',
    );
    return Object.fromEntries(present.map(([key, child]) => [key, exampleOf(child, key, name, named)]));
  }
  if (items !== undefined) {
    if (Array.isArray(own) && own.length >= (schema.minItems ?? 0)) return own;
    const item = exampleOf(items, name, parent, named);
    return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () => item);
  }
  if (type === 'object') return isRecord(own) ? own : exampleOfRecord(schema, name, named);
  if (type === 'string') return exampleText(schema, own);
  if (type === 'boolean') return !UNSET.test(name);
  if (type === 'number' || type === 'integer') return exampleNumber(schema, name, own);
  return type === 'null' ? null : {};
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function exampleOfRecord(
  { additionalProperties, propertyNames, required }: Schema,
  name: string,
  named: Named,
): unknown {
  if (typeof additionalProperties !== 'object') return {};
  const [first] = propertyNames?.enum ?? [];
  const keys = required ?? [String(first ?? 'key')];
  return Object.fromEntries(keys.map((key) => [key, exampleOf(additionalProperties, key, name, named)]));
}

function exampleText({ format, pattern }: Schema, own: unknown): string {
  if (format === 'uuid') return UUID;
  if (pattern?.startsWith('^[0-9a-f]{2}(:') === true) return MAC;
  if (pattern?.includes('[0-3]):') === true) return '22:00';
  return typeof own === 'string' ? own : 'text';
}

function exampleNumber({ type, minimum, maximum }: Schema, name: string, own: unknown): number {
  const value = typeof own === 'number' ? own : (BY_END.find(([end]) => end.test(name))?.[1] ?? 3);
  const within = Math.min(Math.max(value, minimum ?? value), maximum ?? value);
  return type === 'integer' ? Math.round(within) : within;
}

/** Adds an example to the response of a call of this group that was carried out. */
export function withResponseExample(
  response: Response,
  group: string,
  schemas: Readonly<Record<string, unknown>>,
): Response {
  const json = 'content' in response ? response.content?.['application/json'] : undefined;
  if (!('content' in response) || json?.schema === undefined) return response;
  const example = exampleOf(json.schema as Schema, group, '', schemas as Named);
  // A cast, because the types of a media type do not fit themselves under exactOptionalPropertyTypes.
  return { ...response, content: { ...response.content, 'application/json': { ...json, example } } } as Response;
}
