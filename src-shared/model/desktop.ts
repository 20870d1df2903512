import { z } from 'zod';

/** How the desktop app stands with the system around it. */
export const Desktop = z.object({
  is_demo: z.boolean().describe('whether what it shows is the simulated fleet'),
  open_at_login: z.boolean(),
  notifications_supported: z.boolean().describe('whether this system shows notifications at all'),
  secrets: z.object({
    kept_with: z.enum(['keychain', 'key_file']),
    can_move: z.boolean().describe('whether they can be moved from the key file to the keychain now'),
    remark: z.string().nullable().describe('what the operator should know about it'),
  }),
  update_url: z.string().nullable().describe('who is asked for updates; null = nobody'),
});
export type Desktop = z.infer<typeof Desktop>;
