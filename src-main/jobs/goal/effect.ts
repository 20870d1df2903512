import { hasTrait } from '../../../src-shared/actions/action-traits.ts';
import { presetWatts } from '../../../src-shared/judging/max-preset.ts';
import { PROVEN_HASHRATE_SHARE, PROVEN_POWER_SHARE } from '../../../src-shared/judging/thresholds.ts';
import { throttlePercent } from '../../../src-shared/judging/throttle.ts';
import type { JobAction } from '../../../src-shared/model/index.ts';
import { withoutLogin } from '../../../src-shared/pools/pool-address.ts';
import type { StoredPool, StoredSettings } from '../../drivers/commands.ts';
import { UNPROVEN_WORDS } from '../words/end-words.ts';
import { chosenPool, isPoolOf, type PoolChoice } from './choose-pool.ts';
import { isAtPreset } from './climbed-back.ts';
import type { Goal } from './goal.ts';
import { activePool, isUsed, type Observed, type RunningPool } from './known-miner.ts';
import { areSameSlots } from './pool-addresses.ts';
import { stateGroup } from './state-group.ts';
import { topChange } from './switcher-top.ts';

/** What is known when a reading of a watched miner is judged. */
export interface Watched {
  /** The miner before the first request; null if a restart of the program lost it. */
  readonly base: Observed | null;
  /**
   * Milliseconds since the request that is to have the effect; 0 if only wall clocks show it, which
   * may have been set in the meantime.
   */
  readonly elapsedMs: number;
  /** It was seen in another state group since, so it reacted. */
  readonly moved: boolean;
  /**
   * It was, or may have been, at another preset since, before it was seen in another state group:
   * it was seen there, or was not read for long while its preset switcher may be on.
   */
  readonly switched: boolean;
  /** Whether a restart was sent too. */
  readonly restarted: boolean;
}

/**
 * Uptimes are in whole minutes, and are read before the count of seconds: by up to half a minute,
 * where a miner or this computer is slow.
 */
export const UPTIME_TOLERANCE_S = 90;

/** How far the change is: not visible, stored for the next restart, or in force. */
export type Effect = 'none' | 'stored' | 'in_force';

/**
 * How much of a goal a reading shows. The response to the request does not count, only readings.
 */
export function effectOf(goal: Goal, now: Observed, watched: Watched): Effect {
  const group = stateGroup(now.state);
  switch (goal.kind) {
    case 'locate':
      return now.locate_on === goal.on ? 'in_force' : 'none';
    case 'pause':
      return group === 'stopped' ? 'in_force' : 'none';
    case 'stop':
      return now.state === 'stopped' || now.state === 'sleep' ? 'in_force' : 'none';
    case 'resume':
    case 'start':
      return group === 'hashing' ? 'in_force' : 'none';
    case 'restart':
      return group === 'hashing' && wentThrough(now, watched) && !mayHaveSwitched(now, watched) ? 'in_force' : 'none';
    case 'reboot':
      return hasRebooted(now, watched) ? 'in_force' : 'none';
    case 'throttle':
      return now.throttled_percent === goal.percent ? 'in_force' : 'none';
    case 'preset': {
      const { stored, switcher } = now;
      const top = topChange(goal.top);
      // Settings change at once; the running preset and switcher may follow only at the restart.
      const isTopStored = top === null || topOf(stored?.switcher) === top.to;
      const isTopRunning = top === null || switcher === null || switcher.top === top.to;
      const isStored = stored === null ? null : stored.preset === goal.preset && isTopStored;
      const isRunning = isAtPreset(goal, now, watched.base) && isTopRunning;
      const isInForce = isRunning && group === 'hashing' && now.restart_required !== true;
      if (isStored === false) return 'none';
      if (isInForce && (!watched.restarted || wentThrough(now, watched))) return 'in_force';
      return isStored === true ? 'stored' : 'none';
    }
    case 'switch_pool':
      return worksFor(goal, now, watched.base) ? 'in_force' : 'none';
    case 'pools': {
      const slots = now.stored?.pools ?? null;
      if (goal.slots === null || slots === null || !areSameSlots(goal.slots, slots)) return 'none';
      const active = activePool(now.pools);
      const isRunning = active !== null && goal.slots.some((slot) => isPoolOf(slot, active));
      const isOver = now.restart_required !== true && (!watched.restarted || wentThrough(now, watched));
      return isRunning && isOver && group === 'hashing' ? 'in_force' : 'stored';
    }
  }
}

/**
 * Whether the miner works for the pool. Several pools of a miner can be active at once. If this one
 * was already active beside another, only an accepted share shows that the miner works for it now.
 */
function worksFor(goal: PoolChoice, now: Observed, base: Observed | null): boolean {
  const pool = chosenPool(now.pools, goal);
  if (pool?.status !== 'active') return false;
  const was = chosenPool(base?.pools ?? null, goal);
  if (was?.status !== 'active') return true;
  const isAlone = now.pools?.every((other) => other === pool || other.status !== 'active');
  return isAlone === true || hasCounted(pool, was);
}

/** The top preset of the switcher in the settings. Some builds report names as numbers. */
function topOf(switcher: StoredSettings['switcher'] | undefined): string | null {
  const name = switcher?.['top_preset'];
  return typeof name === 'string' || typeof name === 'number' ? String(name) : null;
}

/** Whether a pool has accepted a share since: its count has grown, or was reset and has grown. */
function hasCounted(pool: RunningPool, was: RunningPool | null): boolean {
  return pool.accepted !== null && pool.accepted > 0 && pool.accepted !== (was?.accepted ?? 0);
}

/**
 * Whether mining began again since the request: another state was seen, or the miner's own count of
 * seconds shows it.
 */
function wentThrough(now: Observed, { base, elapsedMs, moved }: Watched): boolean {
  if (moved) return true;
  if (now.state_seconds === null) return false;
  if (now.state_seconds * 1000 < elapsedMs) return true;
  if (base === null || base.state !== now.state || base.state_seconds === null) return false;
  const passed = base.uptime_s === null || now.uptime_s === null ? 0 : now.uptime_s - base.uptime_s;
  // A count that begins again loses all that it had: readings a little apart lose less than half.
  const tolerance = Math.max(UPTIME_TOLERANCE_S, base.state_seconds / 2);
  return now.state_seconds < base.state_seconds + Math.max(0, passed - tolerance);
}

/**
 * Whether the preset switcher may have restarted mining: the count of seconds began again, and the
 * preset is a different one, or may have been in the meantime.
 */
export function mayHaveSwitched(now: Observed, watched: Watched): boolean {
  const { base, moved, switched } = watched;
  return (switched || isAtOtherPreset(now, base)) && !moved && wentThrough(now, watched);
}

/** Whether the preset in force is known to be another one than before. */
export function isAtOtherPreset(now: Observed, base: Observed | null): boolean {
  return now.preset !== null && base !== null && base.preset !== null && now.preset !== base.preset;
}

/** Whether the control board has rebooted since. */
function hasRebooted(now: Observed, { base, elapsedMs }: Watched): boolean {
  if (now.uptime_s === null) return false;
  if (base !== null && base.uptime_s !== null && now.uptime_s < base.uptime_s) return true;
  return (now.uptime_s + UPTIME_TOLERANCE_S) * 1000 < elapsedMs;
}

/** Why the figures do not prove the change yet, in words; null if they do. */
export function unproven(goal: Goal, now: Observed, base: Observed | null): string | null {
  switch (goal.kind) {
    case 'preset': {
      if (goal.untuned) return UNPROVEN_WORDS.tunes;
      const throttled = throttlePercent(now);
      if (throttled !== null) return UNPROVEN_WORDS.throttled(throttled);
      const { power_w, hashrate_hs } = now;
      const isOrdered = now.preset === goal.preset;
      const rate = now.hashrate_expected_hs ?? (isOrdered ? goal.hashrate_hs : null);
      const watts = isOrdered ? goal.power_w : presetWatts(now.preset, base?.presets ?? []);
      if (power_w === null || hashrate_hs === null) return UNPROVEN_WORDS.figuresUnknown;
      if (watts !== null && Math.abs(power_w - watts) > watts * PROVEN_POWER_SHARE) {
        return UNPROVEN_WORDS.otherPower(power_w, watts);
      }
      if (rate !== null && hashrate_hs < rate * PROVEN_HASHRATE_SHARE) return UNPROVEN_WORDS.lowRate(hashrate_hs, rate);
      return null;
    }
    case 'throttle': {
      const { power_w } = now;
      const [was, from] = [base?.power_w ?? null, base?.throttled_percent ?? 100];
      if (power_w === null || was === null) return UNPROVEN_WORDS.powerUnknown;
      const expected = (was * goal.percent) / from;
      return Math.abs(power_w - expected) <= expected * PROVEN_POWER_SHARE
        ? null
        : UNPROVEN_WORDS.otherPower(power_w, expected);
    }
    case 'pools':
      return goal.slots === null ? null : unprovenPool(goal.slots, now, base);
    default:
      return null;
  }
}

/** Shares prove the first pool of the order: a miner on a later one has lost the first. */
function unprovenPool(slots: readonly StoredPool[], now: Observed, base: Observed | null): string | null {
  const used = slots.filter(isUsed);
  const runs = (slot: StoredPool): RunningPool | null => now.pools?.find((pool) => isPoolOf(slot, pool)) ?? null;
  const [first] = used;
  const pool = first === undefined ? null : runs(first);
  if (first === undefined || pool === null) return UNPROVEN_WORDS.firstPoolUnknown;
  if (pool.status !== 'active') {
    const place = used.findIndex((slot) => runs(slot)?.status === 'active') + 1;
    return UNPROVEN_WORDS.otherPool(place, used.length, withoutLogin(first.url), pool.status);
  }
  const was = base?.pools?.find((one) => isPoolOf(first, one)) ?? null;
  return hasCounted(pool, was) ? null : UNPROVEN_WORDS.noShare;
}

/** Whether figures or shares must prove the change after it is in force. */
export function hasProof({ kind }: Pick<Goal, 'kind'>): boolean {
  return hasTrait(kind, 'proven');
}

/** Whether polls show the effect of an action; they do not show the light of a miner. */
export function isSeenByPolls(action: JobAction): boolean {
  return !hasTrait(action, 'unseen');
}
