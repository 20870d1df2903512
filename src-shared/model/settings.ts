import { z } from 'zod';
import { isLoopbackHost } from '../loopback.ts';
import { SETTING_BOUNDS } from '../setting-defaults/bounds-by-section.ts';
import { ACTION_BOUNDS, NEXT_WAVE_WHEN } from '../setting-defaults/job-waves-and-starts.ts';
import { POLLING_BOUNDS } from '../setting-defaults/polling.ts';
import { MINER_PORT, SCAN_BOUNDS } from '../setting-defaults/scan.ts';
import { SWITCHES_AND_TEXTS as initial } from '../setting-defaults/switches-and-texts.ts';
import { QuietHours } from './alerts/quiet-hours.ts';
import { Escalation } from './alerts/rule.ts';
import { NextWaveWhen } from './job-order.ts';
import { SiteName, SiteUrl } from './remote-site.ts';
import { Thresholds } from './thresholds.ts';
import { whole } from './whole-setting.ts';

const { intervals, retention, backups } = SETTING_BOUNDS;
const actions = ACTION_BOUNDS;

/** Accepts only loopback addresses; `:8080` is one. */
const LoopbackAddress = z.string().refine((text) => {
  const [, host = '', port] = /^(\[::1\]|[^:[\]]*):(\d{1,5})$/.exec(text) ?? [];
  return Number(port) <= 65_535 && (host === '' || isLoopbackHost(host));
}, 'must be 127.0.0.1 (or another address in 127.0.0.0/8), localhost or [::1] with a port, or a port alone as in :8080: PowerHive never listens beyond this machine');

/** No shell expands `~` here: it would become a folder of that name. */
const FilePath = z
  .string()
  .min(1)
  .refine((path) => !/^~(?:[/\\]|$)/.test(path), 'must be a full path: ~ is not your home folder here');

/** The URL of the update server. HTTPS, so that nothing on the way can replace an update. */
const UpdateUrl = z.string().refine((text) => {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') return false;
  return (
    url.protocol === 'https:' || (url.protocol === 'http:' && /^(127\.0\.0\.1|localhost|\[::1\])$/.test(url.hostname))
  );
}, 'must be an https address without a password in it, such as https://updates.example/powerhive, or null: then nobody is asked');

/** The unit in which temperatures are shown. */
export const TemperatureUnit = z.enum(['celsius', 'fahrenheit']);
export type TemperatureUnit = z.infer<typeof TemperatureUnit>;

/**
 * The configuration file, `config.json` in the data folder. Every key has a default. An unknown key
 * is an error, so that a typing mistake is noticed.
 */
export const Settings = z.strictObject({
  database: z.strictObject({ path: FilePath.default(initial.database.path) }).prefault({}),
  site: z
    .strictObject({
      id: z.uuid().nullable().default(null).describe('made at the first start, and the same ever after'),
      name: SiteName.nullable().default(null).describe("the operator's name of this farm, such as North hall"),
    })
    .prefault({})
    .describe('which farm this is, in all that is sent elsewhere'),
  farm: z
    .strictObject({
      currency: z
        .string()
        .regex(/^\S{1,5}$/, 'must be a short word or sign, such as USD')
        .default(initial.farm.currency),
      revenue_per_th_day: z.number().min(0).max(1000).nullable().default(null),
      price_per_kwh: z.number().min(0).max(1000).nullable().default(null),
      power_limit_kw: z.number().positive().max(10_000_000).nullable().default(null),
    })
    .prefault({})
    .describe('what hashing earns and power costs, and how much power there is: for the screens alone'),
  display: z
    .strictObject({
      temperature_unit: TemperatureUnit.default(initial.display.temperature_unit).describe(
        'of what people read: screens, notifications and messages; data and queries are in °C',
      ),
    })
    .prefault({}),
  network: z
    .strictObject({
      subnets: z.array(z.string()).max(256).default([]).describe('empty until the operator names a network'),
      port: whole(MINER_PORT),
      light_scan_timeout_ms: whole(SCAN_BOUNDS.light_scan_timeout_ms),
      miner_probe_timeout_ms: whole(SCAN_BOUNDS.miner_probe_timeout_ms),
      scan_concurrency: whole(SCAN_BOUNDS.scan_concurrency).describe(
        'sockets of a scan: 1024 begins with so many and takes what the network bears, any other is a cap',
      ),
    })
    .prefault({}),
  intervals: z
    .strictObject({
      discovery_seconds: whole(intervals.discovery_seconds),
      status_seconds: whole(intervals.status_seconds),
      telemetry_seconds: whole(intervals.telemetry_seconds),
    })
    .prefault({}),
  polling: z
    .strictObject({
      require_max_preset: z.boolean().default(initial.polling.require_max_preset),
      manage_new: z
        .boolean()
        .default(initial.polling.manage_new)
        .describe('whether a miner is managed from the moment it is found'),
      concurrency: whole(POLLING_BOUNDS.concurrency),
      timeout_ms: whole(POLLING_BOUNDS.timeout_ms),
    })
    .prefault({}),
  thresholds: Thresholds.prefault({}).describe('by which rows are marked, from the next reading of a miner on'),
  retention: z
    .strictObject({
      status_days: whole(retention.status_days).describe('every reading of a miner'),
      chip_days: whole(retention.chip_days).describe('every reading of a chip'),
      status_5min_days: whole(retention.status_5min_days),
      status_1h_days: whole(retention.status_1h_days),
      chip_1h_days: whole(retention.chip_1h_days),
      chip_1d_days: whole(retention.chip_1d_days),
    })
    .prefault({}),
  backups: z
    .strictObject({
      keep: whole(backups.keep).describe('daily backups of the database that are kept; 0 makes none'),
    })
    .prefault({}),
  actions: z
    .strictObject({
      enabled: z.boolean().default(initial.actions.enabled).describe('whether PowerHive may change miners at all'),
      starts_per_minute: whole(actions.starts_per_minute).describe('miners that begin to mine; 0 sets no limit'),
      start_kw_per_minute: whole(actions.start_kw_per_minute).describe(
        'power that starting miners add, in kW; 0 sets no limit',
      ),
      first_wave: whole(actions.first_wave),
      second_wave: whole(actions.second_wave),
      third_wave_percent: whole(actions.third_wave_percent).describe('of all planned miners'),
      third_wave_most: whole(actions.third_wave_most),
      wave_most: whole(actions.wave_most),
      stop_wave_failed_percent: whole(actions.stop_wave_failed_percent).describe(
        'a job stops when more of a wave fail',
      ),
      stop_total_failed_percent: whole(actions.stop_total_failed_percent).describe(
        'a job stops when more of all planned miners fail',
      ),
      next_wave_when: NextWaveWhen.default(NEXT_WAVE_WHEN),
    })
    .prefault({})
    .describe('changes of miners: off until switched on'),
  sites: z
    .array(z.strictObject({ name: SiteName, url: SiteUrl, token_file: FilePath }))
    .max(100)
    .refine((sites) => new Set(sites.map(({ url }) => URL.parse(url)?.origin)).size === sites.length, {
      message: 'must name each address once',
    })
    .refine((sites) => new Set(sites.map(({ name }) => name)).size === sites.length, {
      message: 'must give each site a name of its own',
    })
    .default([])
    .describe('other PowerHives that are shown here; a token file may be relative to the data folder'),
  http: z
    .strictObject({
      enabled: z.boolean().default(initial.http.enabled),
      addr: LoopbackAddress.default(initial.http.addr),
    })
    .prefault({}),
  notifications: z
    .strictObject({
      enabled: z
        .boolean()
        .default(initial.notifications.enabled)
        .describe('whether the desktop app shows notifications'),
      quiet_hours: QuietHours.nullable()
        .default(null)
        .describe('when the desktop app shows critical incidents only, and the others afterwards'),
      sound: z.boolean().default(initial.notifications.sound).describe('whether they make the sound of the system'),
      escalation: Escalation.nullable()
        .default(null)
        .describe('who else is notified of a critical incident that nobody acknowledges'),
    })
    .prefault({}),
  updates: z
    .strictObject({ url: UpdateUrl.nullable().default(null) })
    .prefault({})
    .describe('the server that offers newer versions to the desktop app; requested only when the operator asks'),
  log: z
    .strictObject({
      level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default(initial.log.level),
    })
    .prefault({}),
});
export type Settings = z.infer<typeof Settings>;

type Section = z.ZodPrefault<z.ZodObject<Record<string, z.ZodDefault>>>;
type PatchShape<S> = { [K in keyof S]: S[K] extends z.ZodDefault<infer Inner> ? z.ZodOptional<Inner> : never };

/** The keys of a section, optional and without their defaults: absent keys are unchanged. */
function patchOf<S extends Section>(section: S) {
  const keys = Object.entries(section.unwrap().shape).map(([key, value]) => [key, z.optional(value.unwrap())]);
  return z.strictObject(Object.fromEntries(keys) as PatchShape<ReturnType<S['unwrap']>['shape']>);
}

/** Settings that can be changed while the program runs. */
export const SettingsPatch = z.strictObject({
  site: z.strictObject({ name: SiteName.nullable() }).optional(),
  farm: patchOf(Settings.shape.farm).optional(),
  display: patchOf(Settings.shape.display).optional(),
  network: z.strictObject({ subnets: z.array(z.string()).max(256) }).optional(),
  intervals: patchOf(Settings.shape.intervals).optional(),
  polling: z
    .strictObject({ require_max_preset: z.boolean().optional(), manage_new: z.boolean().optional() })
    .optional(),
  thresholds: patchOf(Settings.shape.thresholds).optional(),
  retention: patchOf(Settings.shape.retention).optional(),
  backups: patchOf(Settings.shape.backups).optional(),
  actions: patchOf(Settings.shape.actions).optional(),
  http: patchOf(Settings.shape.http).optional(),
  notifications: patchOf(Settings.shape.notifications).optional(),
});
export type SettingsPatch = z.infer<typeof SettingsPatch>;

/**
 * A network of this computer, offered at the first start. Nothing is scanned until it is chosen.
 */
export const LocalNetwork = z.object({
  interface_name: z.string(),
  cidr: z.string(),
  address_count: z.int(),
});
export type LocalNetwork = z.infer<typeof LocalNetwork>;

/** A list of targets before it is saved: how many addresses, and the error of each invalid part. */
export const TargetsPreview = z.object({
  address_count: z.int(),
  targets: z.array(
    z.object({
      text: z.string(),
      address_count: z.int().nullable(),
      error: z.string().nullable(),
      /** Its addresses are public, and probably of others: screens ask before they save it. */
      is_public: z.boolean(),
    }),
  ),
});
export type TargetsPreview = z.infer<typeof TargetsPreview>;
