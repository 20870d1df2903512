import { isSince } from '../../src-shared/actions/actions-since.ts';
import type { ActionKind } from './commands.ts';
import type { Capabilities } from './driver.ts';

/**
 * Whether a miner accepts a command. `no`: its driver does not have it; `old`: its firmware is too
 * old. With an unknown version the answer is `yes`: the miner refuses commands that it does not
 * know.
 */
export function canAct(
  { actions, actions_since }: Pick<Capabilities, 'actions' | 'actions_since'>,
  kind: ActionKind,
  firmwareVersion: string | null,
): 'yes' | 'no' | 'old' {
  if (!actions.includes(kind)) return 'no';
  const since = actions_since[kind];
  return since === undefined || isSince(firmwareVersion, since) !== false ? 'yes' : 'old';
}
