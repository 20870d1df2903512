import { hasTrait } from '../../../src-shared/judging/action-traits.ts';
import { isMasked } from '../../../src-shared/masked.ts';
import type { Goal } from './goal.ts';
import { activePool, type Observed } from './known-miner.ts';
import { areSameSlots, isSamePool } from './pool-addresses.ts';
import { stateGroup } from './states.ts';

/** What is remembered while a miner is watched. */
export interface Watched {
  /** What it was before the first request; null after a restart of the program that kept none. */
  readonly base: Observed | null;
  /** Milliseconds since the request on which the effect depends. */
  readonly elapsedMs: number;
  /** A state was seen since in which it did not hash, or did not fail as before: it moved. */
  readonly moved: boolean;
  /** Whether a restart was part of it. */
  readonly restarted: boolean;
}

/** How far a miner is: nothing is to be seen, it is stored for its next restart, or in force. */
export type Effect = 'none' | 'stored' | 'in_force';

/**
 * What a reading shows of a goal. Never the answer of a request: a miner is what it says when read.
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
      const isStored =
        stored === null ? null : stored.preset === goal.preset && (goal.top === null || switcher?.top === goal.top);
      const isInForce = now.preset === goal.preset && group === 'hashing' && now.restart_required !== true;
      if (isStored === false) return 'none';
      if (isInForce && (!watched.restarted || wentThrough(now, watched))) return 'in_force';
      return isStored === true ? 'stored' : 'none';
    }
    case 'switch_pool': {
      const pool = now.pools?.find(({ url }) => url !== null && isSamePool(url, goal.url));
      return pool?.status === 'active' ? 'in_force' : 'none';
    }
    case 'pools': {
      const slots = now.stored?.pools ?? null;
      if (goal.slots === null || slots === null || !areSameSlots(goal.slots, slots)) return 'none';
      const active = activePool(now.pools);
      const isRunning =
        active?.url !== null &&
        active?.url !== undefined &&
        goal.slots.some(
          ({ url, user }) =>
            isSamePool(url, active.url ?? '') &&
            (active.user === null || active.user === user || isMasked(active.user)),
        );
      const isOver = watched.restarted ? wentThrough(now, watched) : now.restart_required !== true;
      return isRunning && isOver && group === 'hashing' ? 'in_force' : 'stored';
    }
  }
}

/**
 * Mining began again since the request: another state was seen, or its own count of seconds says
 * so.
 */
function wentThrough(now: Observed, { base, elapsedMs, moved }: Watched): boolean {
  if (moved) return true;
  if (now.state_seconds === null) return false;
  if (now.state_seconds * 1000 < elapsedMs) return true;
  return (
    base !== null && base.state === now.state && base.state_seconds !== null && now.state_seconds < base.state_seconds
  );
}

/**
 * Its count of seconds began anew, and its preset is another one: its preset switcher may have done
 * that, with or without the restart.
 */
export function mayHaveSwitched(now: Observed, watched: Watched): boolean {
  const { base, moved } = watched;
  const isOther = now.preset !== null && base !== null && base.preset !== null && now.preset !== base.preset;
  return isOther && !moved && wentThrough(now, watched);
}

/**
 * Its control board started again since: uptimes are counted in minutes, so that one is allowed
 * for.
 */
function hasRebooted(now: Observed, { base, elapsedMs }: Watched): boolean {
  if (now.uptime_s === null) return false;
  if (base !== null && base.uptime_s !== null && now.uptime_s < base.uptime_s) return true;
  return (now.uptime_s + 60) * 1000 < elapsedMs;
}

const POWER_TOLERANCE = 0.1;
const LEAST_RATE = 0.9;

/** Why the figures do not prove it yet, in words; null where they do. */
export function unproven(goal: Goal, now: Observed, base: Observed | null): string | null {
  switch (goal.kind) {
    case 'preset': {
      if (goal.untuned) return 'it tunes now, which takes hours';
      const { power_w, hashrate_hs } = now;
      const rate = now.hashrate_expected_hs ?? goal.hashrate_hs;
      if (power_w === null || hashrate_hs === null) return 'its figures are not known';
      if (goal.power_w !== null && Math.abs(power_w - goal.power_w) > goal.power_w * POWER_TOLERANCE) {
        return `it draws ${Math.round(power_w)} W, not ${Math.round(goal.power_w)} W`;
      }
      if (rate !== null && hashrate_hs < rate * LEAST_RATE) return rateWords(hashrate_hs, rate);
      return null;
    }
    case 'throttle': {
      const { power_w } = now;
      const [was, from] = [base?.power_w ?? null, base?.throttled_percent ?? 100];
      if (power_w === null || was === null || from === 0) return 'its power is not known';
      const expected = (was * goal.percent) / from;
      return Math.abs(power_w - expected) <= expected * POWER_TOLERANCE
        ? null
        : `it draws ${Math.round(power_w)} W, not ${Math.round(expected)} W`;
    }
    case 'pools': {
      const active = activePool(now.pools);
      return (active?.accepted ?? 0) > 0 ? null : 'the pool has accepted no share yet';
    }
    default:
      return null;
  }
}

/** Whether there is anything to prove beyond that it is in force. */
export function hasProof({ kind }: Pick<Goal, 'kind'>): boolean {
  return hasTrait(kind, 'proven');
}

function rateWords(rate: number, expected: number): string {
  return `it hashes ${Math.round((rate / expected) * 100)} % of what is expected`;
}
