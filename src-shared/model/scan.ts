import { z } from 'zod';
import { TimestampMs } from './scalars.ts';

/**
 * A host that accepted a connection but is not a miner that PowerHive can monitor. `other_device`:
 * another firmware or make, a web page, a login, another protocol. `not_identified`: no response
 * that identifies it. It may be a miner that is slow, starting or faulty, or that reports no usable
 * MAC address. Neither ever gets a password or a key.
 */
export const ScannedDevice = z.object({
  ip: z.string().describe('with its port where that is not 80'),
  kind: z.enum(['other_device', 'not_identified']),
  what: z.string().describe('what answered there, or what did not, in words'),
});
export type ScannedDevice = z.infer<typeof ScannedDevice>;

/** One discovery run, during and after it. */
export const Scan = z.object({
  scan_id: z.string(),
  trigger: z.enum(['schedule', 'operator']),
  scope: z.enum(['all', 'targets', 'miner']),
  phase: z.enum(['dialling', 'probing', 'confirming', 'done', 'aborted', 'failed']),
  targets: z.array(z.string()),
  started_at: TimestampMs,
  finished_at: TimestampMs.nullable(),
  duration_ms: z.int().nullable(),
  addresses_total: z.int(),
  addresses_done: z.int(),
  answered: z.int().describe('addresses that accepted a connection'),
  miners_found: z.int(),
  not_miners: z.int().describe('addresses that accepted and are no miners: other_devices and not_identified together'),
  other_devices: z.int().describe('addresses where something else than a VNish miner answers'),
  not_identified: z.int().describe('addresses that accept connections and gave no answer that says what they are'),
  devices: z
    .array(ScannedDevice)
    .describe('the other devices and those not identified, 200 at most; empty while the run goes on'),
  miners_new: z.int(),
  miners_back: z.int(),
  miners_moved: z.int().describe('known miners found at another address'),
  miners_offline: z.int().describe('miners that this run found offline'),
  message: z.string().nullable().describe('what stopped the run or what it could not see, in words'),
});
export type Scan = z.infer<typeof Scan>;

/**
 * Whether PowerHive can monitor the farm. While it cannot, no miner is marked offline. A `reason`
 * in the state `watching` names the part of the farm that it can't reach: no miner there is marked
 * offline, and the others are monitored.
 */
export const Watching = z.object({
  state: z.enum(['watching', 'not_watching', 'no_targets', 'paused']),
  since_at: TimestampMs,
  reason: z.string().nullable(),
});
export type Watching = z.infer<typeof Watching>;
