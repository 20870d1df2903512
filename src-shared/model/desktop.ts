import { z } from 'zod';

/** Where in the system a registered start at login was switched off. */
export const LoginBlock = z.enum(['task_manager', 'login_items', 'session_settings']);
export type LoginBlock = z.infer<typeof LoginBlock>;

/** The desktop app's state in the operating system. */
export const Desktop = z.object({
  is_demo: z.boolean().describe('whether what it shows is the simulated fleet'),
  open_at_login: z.boolean().describe('whether the system will start it with the next session'),
  login_blocked_by: LoginBlock.nullable().describe('who keeps it from starting although it is registered'),
  system_locale: z.string().describe('the language of the system, as BCP 47: how it writes numbers'),
  notifications_supported: z.boolean().describe('whether this system shows notifications at all'),
  secrets: z.object({
    kept_with: z.enum(['keychain', 'key_file']),
    can_move: z.boolean().describe('whether they can be moved from the key file to the keychain now'),
    remark: z.string().nullable().describe('what the operator should know about it'),
  }),
  update_url: z.string().nullable().describe('who is asked for updates; null = nobody'),
});
export type Desktop = z.infer<typeof Desktop>;
