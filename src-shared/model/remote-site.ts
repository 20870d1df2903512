import { z } from 'zod';
import { LONGEST_SITE_NAME } from '../limits/text-limits.ts';
import { isLoopbackHost } from '../loopback.ts';
import { TimestampMs } from './scalars.ts';
import { Watching } from './scan.ts';
import { ReportedThresholds } from './thresholds.ts';

/** The name of a site, here and in all data that it sends to destinations. */
export const SiteName = z.string().trim().min(1).max(LONGEST_SITE_NAME);

/**
 * The identity of a farm: `id` is the `site` label of all data that it sends to destinations,
 * `name` is the operator's name.
 */
export const SiteIdentity = z.object({ id: z.string().max(60), name: z.string().max(LONGEST_SITE_NAME).nullable() });
export type SiteIdentity = z.infer<typeof SiteIdentity>;

/** Sums of the miners of one algorithm. */
const AlgorithmSum = z.object({
  algorithm: z.string().max(40),
  hashrate_hs: z.number(),
  expected_hs: z.number().nullable().describe('what all managed miners are expected to hash; null where unknown'),
});

/** The settings of a farm that its miners are judged and shown by, here and on other computers. */
export const FarmSettings = z.object({
  status_seconds: z.int().min(1).describe('how often a miner is read'),
  telemetry_seconds: z.int().min(1).describe('how often the chips of a miner are read'),
  chip_days: z.int().min(0).describe('for how long every reading of a chip is kept'),
  require_max_preset: z.boolean().describe('whether a miner is read only when its model has a max preset'),
  manage_new: z.boolean().describe('whether a miner is managed from the moment it is found'),
  thresholds: ReportedThresholds.optional().describe('by which rows are marked; absent where that PowerHive is older'),
});
export type FarmSettings = z.infer<typeof FarmSettings>;

/**
 * The figures of a farm that the header of its screens shows. Sums are of current readings; null if
 * nothing is known. An offline miner hashes nothing; its power is unknown.
 */
export const FarmSummary = z.object({
  version: z.string().max(60).describe('of the PowerHive that reports it'),
  site: SiteIdentity.optional().describe('absent where that PowerHive is older'),
  now_at: TimestampMs,
  watching: Watching,
  miners: z.int().describe('all that are known'),
  online: z.int(),
  hashing: z.int(),
  attention: z.int().describe('miners with a problem'),
  critical: z.boolean().describe('one of the problems is critical'),
  offline: z.int().describe('managed miners that are offline'),
  unmanaged: z.int(),
  hashrates: z.array(AlgorithmSum).max(20),
  power_w: z.number().nullable().describe('of the managed miners that report it, power_miners of them'),
  reporting_miners: z
    .int()
    .optional()
    .describe('with a current reading; absent, like power_miners, where that PowerHive is older'),
  power_miners: z
    .int()
    .optional()
    .describe('how many miners power_w is of: the others are offline, have no current reading, or report no power'),
  efficiency_j_per_th: z.number().nullable().describe('of sha256d miners whose power is known'),
  actions_enabled: z.boolean().describe('whether miners may be changed there'),
  open_incidents: z.int().describe('incidents that are not resolved'),
  settings: FarmSettings.optional().describe('absent where that PowerHive is older'),
});
export type FarmSummary = z.infer<typeof FarmSummary>;

/**
 * The state of another PowerHive, as seen from here. `lost`: it does not respond; that does not
 * make its miners offline. `refused`: it responds, but does not accept the token. `strange`: the
 * response is not from a PowerHive, or from a version that this one cannot parse.
 */
export const RemoteSiteState = z.object({
  phase: z.enum(['off', 'connecting', 'live', 'lost', 'refused', 'strange']),
  heard_at: TimestampMs.nullable().describe('when it last responded'),
  error: z.string().nullable().describe('why it is not live, and what to do'),
  summary: FarmSummary.nullable().describe('as it last reported; as of heard_at'),
  other_farm_at: TimestampMs.optional().describe('since when another farm responds there than before'),
});
export type RemoteSiteState = z.infer<typeof RemoteSiteState>;

/** Another PowerHive whose farm is shown here. Its token is never shown again. */
export const RemoteSite = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  enabled: z.boolean(),
  has_token: z.boolean(),
  source: z.enum(['screen', 'config']).describe('config = in the configuration file, and changed there only'),
  state: RemoteSiteState,
});
export type RemoteSite = z.infer<typeof RemoteSite>;

/** The URL of another PowerHive: https, or http to this computer only, for the end of a tunnel. */
export const SiteUrl = z.string().max(500).refine(isSiteUrl, {
  message:
    'must be an https address, or http on this computer (a tunnel), such as http://127.0.0.1:18081, without a path or a password',
});

function isSiteUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') return false;
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}

/** A bearer token of another site: one word. */
export const SiteToken = z
  .string()
  .trim()
  .min(16, 'is too short: paste the whole secret')
  .max(500)
  .regex(/^[\x21-\x7e]+$/, 'must be one word, as the site showed it');

export const NewRemoteSite = z.strictObject({ name: SiteName, url: SiteUrl, token: SiteToken });
export type NewRemoteSite = z.infer<typeof NewRemoteSite>;

/** Absent fields are unchanged. */
export const RemoteSitePatch = z
  .strictObject({
    name: SiteName.optional(),
    url: SiteUrl.optional(),
    token: SiteToken.optional(),
    enabled: z.boolean().optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, { message: 'nothing to change' });
export type RemoteSitePatch = z.infer<typeof RemoteSitePatch>;
