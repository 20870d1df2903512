import { ACTIONS_SINCE, isSince } from '../../../../src-shared/actions/actions-since.ts';
import { isHashing, phaseOf } from '../../../../src-shared/judging/firmware-state.ts';
import { reading } from '../../../../src-shared/miner/miner-now.ts';
import type { JobAction, JobParams, Miner } from '../../../../src-shared/model/index.ts';

/** The actions of an operator, as buttons, keys and commands. */
export const VERBS = [
  'locate',
  'restart',
  'pause',
  'resume',
  'preset',
  'reboot',
  'stop',
  'start',
  'throttle',
  'switch_pool',
  'pools',
  'unlocate',
] as const;
export type Verb = (typeof VERBS)[number];

/** Verbs that start without a preview: they cost no hash rate. */
export const FREE_VERBS: ReadonlySet<Verb> = new Set(['locate', 'unlocate']);

/** The action of a verb with its parameters; null if the operator must choose them. */
export function orderOf(verb: Verb): { readonly action: JobAction; readonly params: JobParams | null } {
  switch (verb) {
    case 'locate':
      return { action: 'locate', params: { on: true } };
    case 'unlocate':
      return { action: 'locate', params: { on: false } };
    case 'preset':
    case 'throttle':
    case 'switch_pool':
    case 'pools':
      return { action: verb, params: null };
    case 'restart':
    case 'pause':
    case 'resume':
    case 'reboot':
    case 'stop':
    case 'start':
      return { action: verb, params: {} };
  }
}

export type WhyNot = 'unmanaged' | 'offline' | 'not_stopped' | 'not_hashing' | 'old_firmware';

/**
 * Why a miner can't do a verb now, as far as its row shows: the preview knows more. Null if it can.
 */
export function whyNot(verb: Verb, miner: Miner): WhyNot | null {
  if (!miner.managed) return 'unmanaged';
  if (!miner.online) return 'offline';
  const state = reading(miner)?.state ?? null;
  if (isTooOld(orderOf(verb).action, miner)) return 'old_firmware';
  if (state === null) return null;
  const phase = phaseOf(state);
  if (verb === 'resume' && phase !== 'stopped') return 'not_stopped';
  if (verb === 'start' && phase !== 'stopped' && phase !== 'failure') return 'not_stopped';
  const mustHash = verb === 'pause' || verb === 'throttle' || verb === 'switch_pool';
  return mustHash && !isHashing(state) ? 'not_hashing' : null;
}

function isTooOld(action: JobAction, { firmware_kind, firmware_version }: Miner): boolean {
  const ofKind: Partial<Record<string, Partial<Record<JobAction, string>>>> = ACTIONS_SINCE;
  const since = ofKind[firmware_kind ?? '']?.[action];
  return since !== undefined && isSince(firmware_version, since) === false;
}

/** Why none of these miners can do a verb: their common reason, or `several`. Null if one can. */
export function whyNone(verb: Verb, miners: readonly Miner[]): WhyNot | 'several' | null {
  const reasons = new Set(miners.map((miner) => whyNot(verb, miner)));
  if (reasons.has(null)) return null;
  const [first] = reasons;
  return reasons.size === 1 && first !== undefined ? first : 'several';
}

/** Whether pause or resume is the useful verb for these miners. */
export function pauseOrResume(miners: readonly Miner[]): 'pause' | 'resume' {
  return whyNone('pause', miners) !== null && whyNone('resume', miners) === null ? 'resume' : 'pause';
}

/** The verbs with their own button. */
export function firstVerbs(miners: readonly Miner[]): readonly Verb[] {
  return ['locate', 'restart', pauseOrResume(miners), 'preset'];
}

/** The other verbs. */
export const MORE_VERBS: readonly Verb[] = ['reboot', 'stop', 'start', 'throttle', 'switch_pool', 'pools', 'unlocate'];

/** All verbs of a menu. */
export function menuVerbs(miners: readonly Miner[]): readonly Verb[] {
  return [...firstVerbs(miners), ...MORE_VERBS];
}
