import type { OpenAPI } from '@orpc/contract';

const MAC = '02:95:23:00:00:01';
const OTHER_MAC = '02:95:23:00:00:02';

type RequestBody = NonNullable<OpenAPI.PathItemObject['get']>['requestBody'];

/** The names of the examples of a body, each with the body. */
type Examples = Readonly<Record<string, object>>;

/**
 * Request bodies that can be sent as they are, by operation. None mutes or delays anything today, and
 * none switches on what would send to another computer.
 */
export const BODY_EXAMPLES: Readonly<Record<string, Examples>> = {
  'jobs.plan': {
    'Restart what fails': { action: 'restart', query: 'state:failure place:R7' },
    'A lower preset, by power': { action: 'preset', params: { watts: 3000 }, query: 'model:s19jpro' },
    'Other pools': {
      action: 'pools',
      params: {
        pools: [
          { url: 'stratum+tcp://eu.pool.example:3333', user: 'farm.{name}' },
          { url: 'stratum+tcp://us.pool.example:3333', user: 'farm.{name}' },
        ],
      },
      ids: [MAC, OTHER_MAC],
    },
  },
  'jobs.start': {
    'Light of one miner': { action: 'locate', params: { on: true }, ids: [MAC] },
    'With the number of the plan': {
      action: 'preset',
      params: { steps: -1 },
      query: 'temp>85',
      confirm_count: 12,
    },
    'A pause that ends': { action: 'pause', query: 'place:R7', resume_after_minutes: 60 },
  },
  'jobs.pauseEnd': {
    'In an hour': { resume_after_minutes: 60 },
    // A time of an example would be past one day, or too far ahead.
    'In a day': { resume_after_minutes: 1440 },
    'Not by PowerHive': { resume_at: null },
  },
  'jobs.pools': { 'Of a rack': { query: 'place:R7' } },
  'jobs.presets': { 'Of a rack': { query: 'place:R7' } },
  'jobs.retry': {
    'The plan': {},
    'Start it': { confirm_count: 3 },
    'The plan for those whose turn had not come': { of: 'not_sent' },
  },
  'jobs.undo': { 'The plan': {}, 'Start it': { confirm_count: 12 } },
  'changes.start': {
    'Manage a model': { query: 'model:s19jpro managed:no', patch: { managed: true } },
    'A name for each': {
      each: [
        { id: MAC, patch: { nickname: 'R7-01', place: 'R7/1' } },
        { id: OTHER_MAC, patch: { nickname: 'R7-02', place: 'R7/2' } },
      ],
    },
    'Check what is offline': { query: 'offline', check: true },
  },
  'miners.update': {
    'Manage and place': { managed: true, nickname: 'R7-01', tags: ['r7'], place: 'R7/1' },
    'Its own password': { unlock_pass: 'password-of-this-miner' },
  },
  'miners.replacedBy': { 'The successor': { id: OTHER_MAC } },
  'models.update': { 'By name': { max_preset: '3250' }, 'No limit': { max_preset: null } },
  'scans.start': {
    'All configured networks': {},
    'Some targets': { targets: ['10.1.7.0/24', '10.1.8.10-80', '10.1.9.*:8080'] },
  },
  'rules.create': {
    'Too hot': { name: 'Hot', query: 'temp>85', for_seconds: 300, clear_query: 'temp<80', severity: 'warning' },
  },
  'rules.update': { Later: { for_seconds: 900 }, 'Switch off': { enabled: false } },
  'rules.preview': { 'Of a week': { query: 'temp>85', for_seconds: 300, days: 7 } },
  'incidents.snooze': { 'Until it gets worse or ends': { until_at: null } },
  'incidents.note': { 'A note': { text: 'The fan is ordered.' } },
  'incidents.resolve': { 'With a comment': { comment: 'Replaced the power supply.' } },
  'maintenance.create': {
    'Two hours for a rack': {
      query: 'place:R7',
      starts_at: Date.UTC(2030, 0, 1, 8),
      ends_at: Date.UTC(2030, 0, 1, 10),
      reason: 'New breakers',
    },
  },
  'channels.create': {
    'E-mail': {
      kind: 'email',
      name: 'Operators',
      settings: {
        host: 'mail.farm.example',
        port: 587,
        security: 'starttls',
        user: 'powerhive',
        password: 'password-of-the-mailbox',
        from: 'powerhive@farm.example',
        to: 'ops@farm.example',
      },
    },
    Webhook: {
      kind: 'webhook',
      name: 'Tickets',
      min_severity: 'critical',
      settings: { url: 'https://tickets.farm.example/powerhive', secret: 'secret-for-the-signature' },
    },
    Heartbeat: {
      kind: 'heartbeat',
      name: 'Dead man',
      settings: { url: 'https://heartbeat.example/powerhive', every_seconds: 60 },
    },
  },
  'channels.update': {
    'Switch off': { enabled: false },
    'Quiet at night': { quiet_hours: { from: '22:00', to: '07:00' } },
  },
  'destinations.create': {
    'Prometheus remote write': {
      kind: 'remote_write',
      name: 'VM',
      url: 'http://127.0.0.1:8428/api/v1/write',
      enabled: true,
    },
    PostgreSQL: {
      kind: 'postgres',
      name: 'Warehouse',
      url: 'postgresql://db.farm.example:5432/powerhive?sslmode=verify-full',
      user: 'powerhive',
      secret: 'password-of-the-user',
    },
  },
  'destinations.update': { 'Switch off': { enabled: false }, 'Less often': { sample_seconds: 300 } },
  'racks.create': {
    'A rack': { rack: 'A/R7', rows: 4, columns: 6, power_limit_w: 80_000, pdu: 'PDU 3', switch: 'SW 2' },
  },
  'racks.update': { 'Its power limit': { power_limit_w: 90_000 } },
  'tokens.create': { 'For a dashboard': { name: 'dashboard', scope: 'read' } },
  'passwords.add': { 'A password': { password: 'password-of-the-farm' } },
  'passwords.reorder': {
    'The second one first': {
      ids: ['01890a5d-ac96-774b-bcce-b302099a8057', '01890a5d-ac96-774b-bcce-b302099a8056'],
    },
  },
  'ownPools.decide': { 'An account that is yours': { host: 'eu.pool.example', account: 'farm', is_own: true } },
  'ownPools.forget': { 'An account': { host: 'eu.pool.example', account: 'farm' } },
  'sites.add': {
    'Through a tunnel': { name: 'North hall', url: 'http://127.0.0.1:18081', token: 'token-made-at-the-site' },
  },
  'sites.update': { Rename: { name: 'North' }, 'Switch off': { enabled: false } },
};

/** Adds the examples of an operation to its request body. */
export function withExamples(operationId: string | undefined, body: RequestBody): RequestBody {
  const examples = BODY_EXAMPLES[operationId ?? ''];
  const json = body !== undefined && 'content' in body ? body.content['application/json'] : undefined;
  if (body === undefined || !('content' in body) || json === undefined || examples === undefined) return body;
  const named = Object.fromEntries(Object.entries(examples).map(([summary, value]) => [summary, { summary, value }]));
  // A cast, because the types of a media type do not fit themselves under exactOptionalPropertyTypes.
  return { ...body, content: { ...body.content, 'application/json': { ...json, examples: named } } } as RequestBody;
}
