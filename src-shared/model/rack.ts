import { z } from 'zod';
import { LONGEST_DEVICE_NAME, MOST_RACK_KW, MOST_RACK_SIDE } from '../limits/rack-limits.ts';
import { parseRack, rackPath } from '../place.ts';

/** The operator's name of a device. Racks with the same name share the device. */
const DeviceName = z.string().trim().min(1).max(LONGEST_DEVICE_NAME).nullable();

/** A rack as in the places of miners, normalised. */
const RackPath = z
  .string()
  .trim()
  .max(110)
  .transform((text, context) => {
    const rack = parseRack(text);
    if (rack !== null) return rackPath(rack);
    context.addIssue({ code: 'custom', message: 'write rack, row/rack or building/row/rack' });
    return z.NEVER;
  });

const size = (what: string) => z.int().min(1).max(MOST_RACK_SIDE).nullable().describe(what);
const details = {
  rows: size('shelves, counted from the top; null where unknown'),
  columns: size('slots of a shelf, counted from the left; null where unknown'),
  power_limit_w: z
    .int()
    .min(1)
    .max(MOST_RACK_KW * 1000)
    .nullable()
    .describe('what its miners may draw together'),
  pdu: DeviceName.describe('the breaker or PDU that feeds it'),
  switch: DeviceName.describe('the network switch that serves it'),
};

/**
 * The description of a rack: its size, its power limit, and what it is connected to. Its miners
 * have it in their `place`, which may also name racks without a description.
 */
export const Rack = z.object({
  id: z.uuidv7(),
  rack: z.string().describe('as in the places of miners, without a position: R7 or Hall 1/A/R7'),
  ...details,
});
export type Rack = z.infer<typeof Rack>;

/** Input for a rack description. Fields that are left out are unknown. */
export const NewRack = z.strictObject({
  rack: RackPath,
  rows: details.rows.default(null),
  columns: details.columns.default(null),
  power_limit_w: details.power_limit_w.default(null),
  pdu: details.pdu.default(null),
  switch: details.switch.default(null),
});
export type NewRack = z.infer<typeof NewRack>;

/**
 * A change of a rack; absent fields are unchanged. Its name is fixed: places of miners contain it.
 */
export const RackPatch = z
  .strictObject(details)
  .partial()
  .refine((patch) => Object.values(patch).some((value) => value !== undefined), { message: 'name at least one field' });
export type RackPatch = z.infer<typeof RackPatch>;
