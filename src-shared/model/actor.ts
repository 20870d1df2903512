import { z } from 'zod';
import { TokenScope } from './api-token.ts';

/**
 * Who requested a change. `via`: the desktop app's window and tray, the screens in a browser, a
 * REST token, the command line, a rule, or the power balancer. What PowerHive does by itself has no
 * actor.
 */
export const Actor = z.object({
  via: z.enum(['desktop', 'browser', 'rest', 'cli', 'rule', 'power']),
  name: z
    .string()
    .min(1)
    .max(100)
    .describe('which of them: the name of the token, of the rule, or of the way in itself'),
  rule_id: z.string().max(100).optional().describe('of a rule: which one, whatever it is called'),
  scope: TokenScope.describe('what it may do: ask only, or change things too'),
});
export type Actor = z.infer<typeof Actor>;
