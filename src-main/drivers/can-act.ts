import type { ActionKind } from './commands.ts';
import type { Capabilities } from './driver.ts';

const GENERATION = /^(\d+)\.(\d+)/;

/**
 * Whether a miner with this firmware takes a command: `no` is its driver's answer, `old` its
 * firmware's. An unknown version is not held against it: the miner refuses what it does not know.
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

/** Whether a version is of this generation (`1.3`) or a later one; null where it cannot be read. */
export function isSince(firmwareVersion: string | null, since: string): boolean | null {
  const [is, from] = [GENERATION.exec(firmwareVersion ?? ''), GENERATION.exec(since)];
  if (is === null || from === null) return null;
  const [major, minor] = [Number(is[1]) - Number(from[1]), Number(is[2]) - Number(from[2])];
  return major > 0 || (major === 0 && minor >= 0);
}
