import { z } from 'zod';

/** The licence notice of a package that PowerHive is built from. */
export const Licence = z.object({
  name: z.string(),
  version: z.string(),
  licence: z.string().describe('as SPDX names it'),
  homepage: z.string().nullable(),
  text: z.string().nullable().describe('the notice in its own words; null where the package brings none'),
});
export type Licence = z.infer<typeof Licence>;
