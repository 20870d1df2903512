import { isTuning } from '../../../src-shared/judging/firmware-state.ts';
import { wattsOfPreset } from '../../../src-shared/judging/max-preset.ts';
import { protectiveStop } from '../../../src-shared/judging/protective-stop.ts';
import { isMasked } from '../../../src-shared/masked.ts';
import type { ActedState } from '../../../src-shared/model/index.ts';
import { withoutLogin } from '../../../src-shared/pools/pool-address.ts';
import { minuteText } from '../../../src-shared/text/iso-time.ts';
import type { ActionKind, StoredPool } from '../../drivers/commands.ts';
import { SKIP_WORDS } from '../words/skip-words.ts';
import { chosenPool, isAmbiguous } from './choose-pool.ts';
import { choosePreset } from './choose-preset.ts';
import { isCooling, tooHotToStart } from './cooling-down.ts';
import type { Goal } from './goal.ts';
import { actedState, activePool, isUsed, type KnownMiner, type Observed } from './known-miner.ts';
import type { Order } from './order.ts';
import { arePoolsSame, areSameSlots, type ShownPool, slotsFor, slotsOfBefore } from './pool-addresses.ts';
import { type Skip, skip } from './skip.ts';
import { riseWatts, startWatts, throttleRiseWatts } from './start-watts.ts';
import { stateGroup } from './state-group.ts';

/** A miner to be changed, and its expected state; or why it is left out. */
export type Judged =
  | {
      readonly ok: true;
      readonly goal: Goal;
      readonly expect: ActedState;
      /** Whether mining restarts; `maybe` is known only after the write. */
      readonly restarts: 'no' | 'maybe' | 'yes';
      /** The watts that its start or its rise adds; null if there is neither. */
      readonly rise_w: number | null;
    }
  | Skip;

export interface JudgeContext {
  readonly allowUntuned: boolean;
}

/** Whether a miner can be acted on at all, in any state. Null if it can. */
export function judgeMiner(order: Order, miner: KnownMiner): Skip | null {
  if (!miner.managed) return skip('unmanaged', SKIP_WORDS.unmanaged);
  if (!miner.online) return skip('offline', SKIP_WORDS.offline);
  if (!miner.hasCredentials) return skip('not_allowed', SKIP_WORDS.withoutKey);
  const able = miner.canAct(order.action as ActionKind);
  if (able === 'no') return skip('not_allowed', SKIP_WORDS.unableDriver(order.action));
  if (able === 'old') return skip('not_allowed', SKIP_WORDS.oldFirmware(miner.firmware_version));
  return null;
}

/**
 * What an order means for a miner in its current state. From memory, with much unknown, it is what
 * will be tried; from a reading, what will be sent. In a preview an unknown value is no objection.
 */
export function judge(order: Order, miner: KnownMiner, now: Observed, context: JudgeContext): Judged {
  const group = stateGroup(now.state);
  const is = actedState(now);
  const same = (goal: Goal, expect: Partial<ActedState> = {}, rise_w: number | null = null): Judged => ({
    ok: true,
    goal,
    expect: { ...is, ...expect },
    restarts: 'no',
    rise_w,
  });
  const promised = presetPromise(miner, now);
  const hot = group === 'hashing' ? null : tooHotToStart(now);
  if (order.action !== 'locate' && order.action !== 'reboot' && now.config_corrupt) {
    return skip('config_corrupt', SKIP_WORDS.corruptConfig);
  }
  switch (order.action) {
    case 'locate':
      if (now.locate_on === order.on) return skip('already_there', SKIP_WORDS.lightAlready(order.on));
      return same({ kind: 'locate', on: order.on }, { locate_on: order.on });
    case 'pause':
    case 'stop':
      // A paused miner keeps its boards powered, so that a stop still has an effect.
      if (group === 'stopped' && !(order.action === 'stop' && now.state === 'paused')) {
        const until = miner.paused_until == null ? null : minuteText(miner.paused_until);
        return skip(
          'already_there',
          until === null ? SKIP_WORDS.stateAlready(now.state) : SKIP_WORDS.pausedAlready(now.state, until),
        );
      }
      if (group === 'busy') return busy(now);
      if (group === 'failure' && order.action === 'pause') return failed();
      return same({ kind: order.action }, { state: order.action === 'stop' ? 'stopped' : null, ...NOTHING });
    case 'resume':
    case 'start':
      if (group === 'hashing') return skip('already_there', SKIP_WORDS.stateAlready(now.state));
      if (group === 'busy') return busy(now);
      if (group === 'failure' && order.action === 'resume') return failed();
      if (hot !== null) return skip('cooling_down', hot);
      return same(startGoal(order.action, now), { state: 'mining', ...promised }, startWatts(miner, now));
    case 'restart':
    case 'reboot': {
      if (group === 'busy') return busy(now);
      if (hot !== null) return skip('cooling_down', hot);
      if (order.action === 'restart' && isTuning(now.state)) return busy(now);
      if (order.action === 'restart' && group === 'stopped') return skip('not_allowed', SKIP_WORDS.startIt(now.state));
      // Whether a stopped miner mines after a reboot depends on its settings.
      const expect =
        group === 'stopped'
          ? UNKNOWN_AFTER
          : group === 'failure'
            ? { state: 'mining', ...promised }
            : hashesAgain(promised, now);
      return { ...same({ kind: order.action }, expect, startWatts(miner, now)), restarts: 'yes' } as Judged;
    }
    case 'throttle': {
      if (now.throttled_percent === order.percent)
        return skip('already_there', SKIP_WORDS.percentAlready(order.percent));
      const off = notMining(now);
      if (off !== null) return off;
      const share = order.percent / (now.throttled_percent ?? 100);
      const power_w = now.power_w === null ? null : now.power_w * share;
      const hashrate_hs = now.hashrate_hs === null ? null : now.hashrate_hs * share;
      const rise = throttleRiseWatts(miner, now, order.percent);
      return same(
        { kind: 'throttle', percent: order.percent },
        { throttled_percent: order.percent, power_w, hashrate_hs },
        rise,
      );
    }
    case 'preset':
      return judgePreset(order, miner, now, context);
    case 'switch_pool': {
      const off = notMining(now);
      if (off !== null) return off;
      const pool = chosenPool(now.pools, order);
      const { url, user } = order;
      if (now.pools !== null && pool === null) {
        return skip('not_allowed', SKIP_WORDS.noPool(url, user));
      }
      if (isAmbiguous(now.pools, order)) {
        return skip('not_allowed', SKIP_WORDS.severalUsers(url));
      }
      const active = activePool(now.pools);
      if (pool !== null && pool === active && pool.status === 'active') {
        return skip('already_there', SKIP_WORDS.poolAlready);
      }
      const goal = { kind: 'switch_pool', url, ...(user !== undefined && { user }) } as const;
      return same(goal, { pool_url: pool?.url ?? url });
    }
    case 'pools':
      return judgePools(order, miner, now);
  }
}

const NOTHING = { power_w: 0, hashrate_hs: 0 } as const;
const UNKNOWN_AFTER = { state: null, power_w: null, hashrate_hs: null } as const;

function startGoal(kind: 'resume' | 'start', now: Observed): Goal {
  const itself = protectiveStop(now);
  return itself === null ? { kind } : { kind, itself };
}

function busy(now: Observed): Skip {
  if (isCooling(now)) return skip('cooling_down', SKIP_WORDS.coolsDown);
  return skip('busy', SKIP_WORDS.busy(now.state));
}

function failed(): Skip {
  return skip('failure', SKIP_WORDS.failed);
}

/** Why an action that needs a mining miner is refused. Starting and tuning are not interrupted. */
function notMining(now: Observed): Skip | null {
  const group = stateGroup(now.state);
  if (group === 'busy' || isTuning(now.state)) return busy(now);
  if (group === 'failure') return failed();
  return group === 'stopped' ? skip('not_allowed', SKIP_WORDS.startItFirst(now.state)) : null;
}

/** In an undo, a pending restart is that of the job itself. */
function pendingRestart({ isPending }: Extract<Order, { isPending?: true }>, now: Observed): Skip | null {
  if (isPending === true) return null;
  if (now.restart_required !== true && now.reboot_required !== true) return null;
  return skip('restart_pending', SKIP_WORDS.restartPending);
}

/** Why a miner is not restarted to apply its stored settings, in words; null if it is. */
export function judgeRestart(now: Observed): string | null {
  if (now.restart_required !== true) return SKIP_WORDS.asksForNoRestart;
  const mines = stateGroup(now.state) === 'hashing' && !isTuning(now.state);
  return mines ? null : SKIP_WORDS.stateIs(now.state);
}

/** The figures of the preset in force; null if unknown. */
function presetPromise(miner: KnownMiner, now: Observed): Pick<ActedState, 'power_w' | 'hashrate_hs'> {
  const preset = (now.presets ?? miner.presets).find(({ name }) => name === now.preset);
  return { power_w: preset === undefined ? null : wattsOfPreset(preset), hashrate_hs: preset?.hashrate_hs ?? null };
}

/**
 * What a restart is expected to bring back to a miner that says that it mines and does not hash, or
 * whose figures are not known any more. It stays throttled. Nothing if it hashes.
 */
function hashesAgain(promised: Pick<ActedState, 'power_w' | 'hashrate_hs'>, now: Observed): Partial<ActedState> {
  if (now.hashrate_hs !== null && now.hashrate_hs > 0) return {};
  const share = (now.throttled_percent ?? 100) / 100;
  const { power_w, hashrate_hs } = promised;
  return {
    power_w: power_w === null ? null : power_w * share,
    hashrate_hs: now.hashrate_expected_hs ?? (hashrate_hs === null ? null : hashrate_hs * share),
  };
}

function judgePreset(
  order: Extract<Order, { action: 'preset' }>,
  miner: KnownMiner,
  now: Observed,
  { allowUntuned }: JudgeContext,
): Judged {
  const off = notMining(now) ?? pendingRestart(order, now);
  if (off !== null && off.code !== 'restart_pending') return off;
  const chosen = choosePreset(order.by, miner, now, { ...order, allowUntuned });
  if (!chosen.ok) return chosen;
  const { preset, top } = chosen;
  if (chosen.isAlready) return skip('already_there', SKIP_WORDS.presetAlready(preset.name));
  if (off !== null) return off;
  const power_w = wattsOfPreset(preset);
  const { hashrate_hs } = preset;
  return {
    ok: true,
    goal: {
      kind: 'preset',
      preset: preset.name,
      top,
      power_w,
      hashrate_hs,
      switcher: now.switcher,
      untuned: preset.status !== null && preset.status !== 'tuned',
      ...(order.top !== undefined &&
        now.switcher?.enabled === true && { restoredTop: top ?? { to: now.switcher.top } }),
    },
    // If the preset is already in force, only settings change.
    expect: { ...actedState(now), ...(now.preset !== preset.name && { preset: preset.name, power_w, hashrate_hs }) },
    restarts: 'maybe',
    rise_w: riseWatts(miner, now, power_w),
  };
}

/** Its pools with their worker names, as it runs them. */
function shownPools({ pools }: Observed): readonly ShownPool[] {
  return (pools ?? []).map(({ url, user }) => ({ url: url ?? '', user: user ?? '' }));
}

/** `present`: the pools that it runs, until the stored ones are known. */
function orderedSlots(
  order: Exclude<Extract<Order, { action: 'pools' }>, { slots: unknown }>,
  miner: KnownMiner,
  stored: readonly StoredPool[],
  present?: readonly ShownPool[],
): readonly StoredPool[] | string {
  if ('pools' in order) return slotsFor(order.pools, stored, miner, present);
  return slotsOfBefore(miner.poolsBefore ?? [], stored, (pool) => miner.isForeignPool?.(pool) ?? false);
}

function judgePools(order: Extract<Order, { action: 'pools' }>, miner: KnownMiner, now: Observed): Judged {
  const off = notMining(now) ?? pendingRestart(order, now);
  if (off !== null) return off;
  const expect = actedState(now);
  const stored = now.stored?.pools ?? null;
  if (now.stored !== null && stored === null) return skip('not_allowed', SKIP_WORDS.poolsUnread);
  if (stored?.some((slot) => isUsed(slot) && isMasked(slot.user)) === true) {
    return skip('not_allowed', SKIP_WORDS.poolsUnseen);
  }
  const slots = 'slots' in order ? order.slots : stored === null ? null : orderedSlots(order, miner, stored);
  if (typeof slots === 'string') return skip('not_allowed', slots);
  // Before the slots are read, worker names are filled in for the preview, which can show a fault.
  const shownSlots = slots ?? ('slots' in order ? [] : orderedSlots(order, miner, [], shownPools(now)));
  if (typeof shownSlots === 'string') return skip('not_allowed', shownSlots);
  if ('before' in order && now.pools !== null && arePoolsSame(shownSlots.filter(isUsed), shownPools(now))) {
    return skip('already_there', SKIP_WORDS.poolsAlready);
  }
  if (slots !== null) {
    if (slots.some(({ user, pass }) => pass === null || isMasked(pass) || isMasked(user))) {
      return skip('not_allowed', SKIP_WORDS.poolsMasked);
    }
    if (stored !== null && areSameSlots(slots, stored)) return skip('already_there', SKIP_WORDS.poolsAlready);
  }
  const shown = shownSlots.filter(isUsed).map(({ url, user }) => ({ url: withoutLogin(url), user }));
  return {
    ok: true,
    goal: { kind: 'pools', slots },
    expect: { ...expect, pools: shown, pool_url: shown[0]?.url ?? null },
    restarts: 'maybe',
    rise_w: null,
  };
}
