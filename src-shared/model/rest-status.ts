import { z } from 'zod';

/** The state of REST for other tools. */
export const RestStatus = z.object({
  url: z.string().nullable().describe('where it listens now; null = nowhere'),
  trouble: z.string().nullable().describe('why it does not listen although it should'),
  always_on: z.boolean().describe('without a window it cannot be switched off: the screens come the same way'),
  token_file: z.string(),
  curl_line: z.string().describe('a line for the terminal that asks for all miners'),
});
export type RestStatus = z.infer<typeof RestStatus>;
