import { isSince } from '../../src-shared/actions-since.ts';
import type { ActionKind } from './commands.ts';
import type { Capabilities } from './driver.ts';

/**
 * Whether a miner with this firmware takes a command: `no` is its driver's answer, `old` its
 * firmware's. An unknown version counts as able: the miner refuses what it does not know.
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
