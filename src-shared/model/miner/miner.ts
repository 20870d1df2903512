import { z } from 'zod';
import { LONGEST_NICKNAME, ONE_LINE } from '../../limits/nickname.ts';
import { LONGEST_PASSWORD } from '../../limits/password-limit.ts';
import { LONGEST_TAG, MOST_TAGS, TAG } from '../../limits/tag.ts';
import { LONGEST_PLACE } from '../../limits/text-limits.ts';
import { exactPlaceText, parsePlace, placeText } from '../../place.ts';
import { isShown } from '../../shown-text.ts';
import { Counted, MacAddress, Measured, Text, TimestampMs } from '../scalars.ts';
import { Condition, ConditionCounts, ConditionSeverity, ForeignPool } from './condition.ts';
import { Chain, Fan, Pool, StatusSummary } from './status.ts';

/** Why a miner is not polled. `polling.reason_code` is null if it is polled. */
export const PollingReason = z.enum([
  'unmanaged',
  'offline',
  'no_model',
  'no_max_preset',
  'no_api_key',
  'unlock_refused',
]);
export type PollingReason = z.infer<typeof PollingReason>;

/** The state of polling this miner. Times are null until there was one. */
export const Polling = z.object({
  eligible: z.boolean(),
  reason_code: PollingReason.nullable(),
  reason: Text.describe('the same in words, with what to do about it'),
  last_success_at: TimestampMs.nullable(),
  consecutive_failures: z.int(),
  next_attempt_at: TimestampMs.nullable(),
  last_error: Text,
});
export type Polling = z.infer<typeof Polling>;

/** A condition as the row of a miner shows it. `code` is stable, `message` is for people. */
export const Attention = z.object({
  code: z.string(),
  severity: ConditionSeverity.exclude(['notice']),
  message: z.string(),
  since_at: TimestampMs.nullable()
    .optional()
    .describe('when it began; null where it was there at the first check; absent where that PowerHive is older'),
  pool: ForeignPool.nullable().optional().describe('of a foreign pool, which it is; absent otherwise'),
  in_danger: z.boolean().optional().describe('true where heat may damage the miner soon; else absent'),
});
export type Attention = z.infer<typeof Attention>;

/** The miner that answers at the last address of an offline one. */
export const AtItsAddress = z.object({
  miner_id: MacAddress,
  ip: z.string(),
  name: z.string().describe('its name, or its address where it has none'),
  model_name: Text,
  since_at: TimestampMs.nullable().describe(
    'when it was first found; null where it was known before the offline one went, and has moved there',
  ),
});
export type AtItsAddress = z.infer<typeof AtItsAddress>;

/** What is set lower on a miner, so that less is expected of it. */
export const Lowered = z.object({
  full_hashrate_hs: Measured.describe(
    'what would be expected of it at the higher preset, with all its boards and without a throttle',
  ),
  preset: Text.describe(
    'the higher preset that it usually runs, that PowerHive set last, from which it was seen falling, or that is usual for its model; null where it runs none lower',
  ),
  boards: z
    .object({ on: z.int(), total: z.int() })
    .nullable()
    .describe('how many of its boards are not switched off; null where all are on'),
});
export type Lowered = z.infer<typeof Lowered>;

/** One miner as PowerHive knows it now: the row of the fleet. */
export const Miner = z.object({
  id: MacAddress,
  site_id: z
    .string()
    .describe('where it stands: a time-ordered UUID, one for the whole farm until more sites are named'),
  site_name: Text.optional().describe(
    'the name of that site; null where it has none; absent where that PowerHive is older',
  ),
  firmware_kind: Text.describe('what PowerHive reads it with, such as vnish; null until that is known'),
  ip: z.string().nullable().describe('its address, with :port where that is not 80; null = offline'),
  online: z.boolean(),
  managed: z.boolean(),
  nickname: Text,
  tags: z.array(z.string()).describe("the operator's, such as its rack or breaker"),
  place: Text.describe(
    'where it stands: rack, rack/position, row/rack/position or building/row/rack/position; null = not placed',
  ),
  pdu: Text.describe('the breaker or PDU that feeds its rack; null where none is named'),
  switch: Text.describe('the network switch that serves its rack; null where none is named'),
  label: Text.describe("the operator's own name for it, kept in the miner's firmware; a factory name is null"),
  hostname: Text,
  model_alias: Text,
  model_name: Text,
  algorithm: Text.describe('sha256d or scrypt; totals never mix them'),
  firmware_name: Text,
  firmware_version: Text,
  first_seen_at: TimestampMs,
  last_seen_at: TimestampMs.nullable(),
  offline_since_at: TimestampMs.nullable(),
  conflict_ips: z.array(z.string()).describe('other addresses that claim the same MAC now'),
  has_api_key: z.boolean(),
  has_custom_unlock_pass: z.boolean(),
  max_preset: Text.describe("the ceiling that the operator set for this miner's model"),
  usual_preset: Text.optional().describe(
    'the preset with which at least 80 % of the monitored miners of its model run; null where there is none; absent where that PowerHive is older',
  ),
  usual_firmware: Text.optional().describe(
    'the firmware, with its version, of at least 80 % of the monitored miners of its model; null where there is none; absent where that PowerHive is older',
  ),
  usual_pools: z
    .array(z.string())
    .nullable()
    .optional()
    .describe(
      'the hosts of the pools, in their order, that at least 80 % of the monitored miners of its algorithm are set to, or, where there are none, of its rack; null where there are none; absent where that PowerHive is older',
    ),
  preset_fall: z
    .object({
      from: z
        .string()
        .describe('the preset that a job set last, that the miner usually runs, or from which it was seen falling'),
      hashrate_lost_hs: Measured.describe('what it would be expected to hash more with that preset'),
    })
    .nullish()
    .describe(
      'from which preset it fell, while that is one of its problems, or a hot chip or cooling at its limit is; absent where that PowerHive is older',
    ),
  own_preset: Text.optional().describe(
    'the preset that is expected of this miner: that it usually runs, that PowerHive set last, from which it was seen falling, or else that it was seen running; null until it was seen mining; absent where that PowerHive is older',
  ),
  lowered: Lowered.nullish().describe(
    'what is set lower on it: its preset, its boards, or by a throttle; null for nothing; absent where that PowerHive is older',
  ),
  attention: z
    .array(Attention)
    .describe('its problems, the likeliest cause first: all its conditions but notices; as many as /problems lists'),
  findings: ConditionCounts.describe('how many anomalies it has, by severity: as many as /anomalies lists'),
  polling: Polling,
  settling: z.boolean().describe('it began to mine or tune a few minutes ago: its figures are not judged yet'),
  boards_on: z
    .object({ on: z.int(), total: z.int() })
    .nullable()
    .describe('how many of its boards are switched on; null where none is known'),
  weak_chips: z
    .object({ weak: z.int(), bad: z.int() })
    .nullable()
    .optional()
    .describe(
      'how many chips of all its boards the firmware rated weak (orange) and bad (red) in its latest status; null where that has no grades, or says nothing of them because the miner has just begun to hash, or tunes; absent where that PowerHive is older',
    ),
  rejected_percent: Measured.optional().describe(
    "share of its latest shares, of an hour or a thousand, that the operator's pools rejected; null while they are too few; absent where that PowerHive is older",
  ),
  pool_urls: z
    .array(z.string())
    .nullable()
    .optional()
    .describe(
      "the operator's pools that its latest status names, in their order, without the firmware's fee pools; null until it was read; absent where that PowerHive is older",
    ),
  last_ip: z.string().nullable().describe('where it answered last, also while it is offline; null where it never did'),
  at_its_address: AtItsAddress.nullable()
    .optional()
    .describe(
      'the miner that answers at its last address while it is offline, as after a new control board; null where none does; absent where that PowerHive is older',
    ),
  paused_until: TimestampMs.nullish().describe(
    'when PowerHive resumes it, because a job paused it until then; null where none did, or someone has resumed it since; absent where that PowerHive is older',
  ),
  paused_by: z.uuidv7().nullish().describe('that job'),
  figures_unchanged_since_at: TimestampMs.nullable().describe(
    'since when nothing that it measures has changed although it says that it hashes: its figures count as old; null while they change',
  ),
  latest_status: StatusSummary.nullable(),
});
export type Miner = z.infer<typeof Miner>;

/**
 * The layout of one board from the miner's own `/model`, else from its model's: rows of chip
 * positions, -1 for a gap.
 */
export const BoardLayout = z.object({
  chains: Counted,
  chips_per_chain: Counted,
  rows: z.array(z.array(z.int())).nullable(),
});
export type BoardLayout = z.infer<typeof BoardLayout>;

/** The pools that a miner had before those that it has now; no status shows their passwords. */
const PoolsBefore = z.object({
  pools: z.array(z.object({ url: z.string(), user: z.string().describe('the worker') })),
  until_at: TimestampMs.describe('when they were seen last'),
});

/** One miner with the parts of its latest status. */
export const MinerDetail = Miner.extend({
  fans: z.array(Fan),
  conditions: z.array(Condition).describe('all that is wrong with it now, the likeliest cause first'),
  lost_fan_ids: z.array(z.int()).describe('the fans that should turn and do not'),
  chains: z.array(Chain),
  pools: z.array(Pool),
  pools_before: PoolsBefore.nullable().describe(
    'the last pools of its own, if it has others now; null if it has them still, or none are known',
  ),
  board_layout: BoardLayout.nullable(),
  tuned_presets: z
    .array(z.string())
    .nullable()
    .describe('presets that this very unit has tuned; null until it was asked'),
});
export type MinerDetail = z.infer<typeof MinerDetail>;

/** A tag (src-shared/limits/tag.ts). */
export const Tag = z.string().trim().max(LONGEST_TAG).regex(TAG, 'use letters, digits, ".", "_" and "-"');

const Tags = z
  .array(Tag)
  .max(MOST_TAGS)
  .transform((tags) => [...new Set(tags)]);

const PLACE_PARTS = 4;

/**
 * A place as an operator writes it (place.ts), normalised to its shortest form; with all four parts
 * it stays exact.
 */
export const PlaceText = z
  .string()
  .trim()
  .max(LONGEST_PLACE)
  .transform((text, context) => {
    const place = parsePlace(text);
    if (place !== null) return text.split('/').length === PLACE_PARTS ? exactPlaceText(place) : placeText(place);
    context.addIssue({
      code: 'custom',
      message: 'write rack, rack/position, row/rack/position or building/row/rack/position',
    });
    return z.NEVER;
  });

/** Input for a change of a miner. Absent fields are unchanged. */
export const MinerPatch = z
  .strictObject({
    managed: z.boolean().optional(),
    unlock_pass: z
      .string()
      .min(1, 'must not be empty: leave it out to keep the present password')
      .max(LONGEST_PASSWORD)
      .nullable()
      .optional()
      .describe('null goes back to the default password'),
    nickname: z
      .string()
      .trim()
      .max(LONGEST_NICKNAME)
      .regex(ONE_LINE, "control characters aren't allowed")
      .refine((name) => name === '' || isShown(name), 'nothing of it can be seen')
      .nullable()
      .optional()
      .describe('null or empty takes the nickname away'),
    tags: Tags.optional().describe('all tags that it has from now on; an empty list takes them away'),
    place: PlaceText.nullable()
      .optional()
      .describe(
        'such as R7/4; null takes it out of its place. Hall 1/C/R9 is a new rack where Hall 1 is a building of known racks; all four parts (/Hall 1/C/R9), or "/" after a rack, are exact',
      ),
    accept_preset: z
      .boolean()
      .optional()
      .describe(
        'true: the preset that it runs now is the usual one, it has not fallen below another; false: takes the latest acceptance back, unless a job has set another preset since',
      ),
  })
  .refine((patch) => Object.values(patch).some((value) => value !== undefined), {
    message: 'name at least one of managed, unlock_pass, nickname, tags, place, accept_preset',
  });
export type MinerPatch = z.infer<typeof MinerPatch>;
