import { z } from 'zod';
import { LONGEST_MAINTENANCE_QUERY, LONGEST_REASON } from '../../limits/text-limits.ts';
import { Actor } from '../actor.ts';
import { GivenTimestampMs, TimestampMs } from '../scalars.ts';

const MaintenanceFields = {
  query: z
    .string()
    .trim()
    .min(1)
    .max(LONGEST_MAINTENANCE_QUERY)
    .describe('the miners that are silent, in the language of the search'),
  starts_at: TimestampMs,
  ends_at: TimestampMs,
  reason: z.string().trim().max(LONGEST_REASON),
  rule_ids: z.array(z.string().max(64)).max(100).describe('only these rules are silent; empty: all'),
};

/** A time in which some miners open no incidents, because they are being worked on. */
export const Maintenance = z.object({
  id: z.uuidv7(),
  ...MaintenanceFields,
  actor: Actor,
  created_at: TimestampMs,
});
export type Maintenance = z.infer<typeof Maintenance>;

/** Input for planned maintenance. Without a start it begins now. */
export const NewMaintenance = z.strictObject({
  ...MaintenanceFields,
  starts_at: GivenTimestampMs.optional(),
  ends_at: GivenTimestampMs,
  reason: MaintenanceFields.reason.default(''),
  rule_ids: MaintenanceFields.rule_ids.default([]),
});
export type NewMaintenance = z.infer<typeof NewMaintenance>;
