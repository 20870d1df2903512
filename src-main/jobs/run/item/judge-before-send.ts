import { protectiveStop } from '../../../../src-shared/judging/protective-stop.ts';
import type { MinerCommand } from '../../../drivers/commands.ts';
import { changedGoal } from '../../goal/changed-goal.ts';
import { hasChanged } from '../../goal/changed-since-preview.ts';
import { chosenPool } from '../../goal/choose-pool.ts';
import { effectOf, UPTIME_TOLERANCE_S } from '../../goal/effect.ts';
import { type Goal, stoppedItselfBefore } from '../../goal/goal.ts';
import { judge } from '../../goal/judge.ts';
import { type KnownMiner, type Observed, stateBeforePools } from '../../goal/known-miner.ts';
import { stateGroup } from '../../goal/state-group.ts';
import type { LeftState } from '../../plan/undo.ts';
import { SKIP_WORDS } from '../../words/skip-words.ts';
import type { LiveItem } from '../live-item.ts';
import type { end } from '../run-env.ts';

type BeforeSend =
  | { readonly skip: Parameters<typeof end>[1]; readonly reason: string }
  | { readonly goal: Goal; readonly command: MinerCommand };

/** Judges a miner by a current reading: only what the preview showed is sent. */
export function judgeBeforeSend(
  item: LiveItem,
  miner: KnownMiner,
  now: Observed,
  allowUntuned: boolean,
  nowMs: number,
): BeforeSend {
  const { order, row, mustBe } = item;
  // The preview compared the pools that run: those that are set have other forms of addresses.
  const shown = order.action === 'pools' ? stateBeforePools(now) : { ...now, pools: null };
  const changed = row.before === null ? null : hasChanged(order, row.before, shown);
  const itself = protectiveStop(now);
  if (changed !== null) {
    return { skip: 'changed_meanwhile', reason: itself === null ? changed : SKIP_WORDS.stoppedItself(itself) };
  }
  if (mustBe !== null) {
    const effect = effectOf(mustBe.goal, now, {
      base: null,
      elapsedMs: 0,
      moved: true,
      switched: false,
      restarted: false,
    });
    if (effect === 'none') return { skip: 'changed_meanwhile', reason: SKIP_WORDS.notAsLeft };
    if (mustBe.goal.kind === 'pause' && itself !== null)
      return { skip: 'changed_meanwhile', reason: SKIP_WORDS.stoppedItself(itself) };
    if (mustBe.goal.kind === 'pause' && isPausedAgain(mustBe, miner.now, now, nowMs)) {
      return { skip: 'changed_meanwhile', reason: SKIP_WORDS.pausedAgain };
    }
  }
  const judged = judge(order, miner, now, { allowUntuned });
  if (!judged.ok) return { skip: judged.code, reason: judged.reason };
  const { goal, expect } = judged;
  // It may refuse to start, for which the job would halt, and no preview showed that it had to.
  const again = stoppedItselfBefore(goal);
  if (again !== null && row.goal !== null && stoppedItselfBefore(row.goal as Goal) === null) {
    return { skip: 'changed_meanwhile', reason: SKIP_WORDS.stoppedItself(again) };
  }
  const other = changedGoal({ goal: row.goal as Goal | null, expect: row.expect }, { goal, expect });
  if (other !== null) return { skip: 'changed_meanwhile', reason: other };
  if (goal.kind === 'locate' && now.locate_on === null) {
    return { skip: 'not_allowed', reason: SKIP_WORDS.lightUnknown };
  }
  if (goal.kind !== 'locate' && goal.kind !== 'reboot' && stateGroup(now.state) === 'unknown') {
    return { skip: 'stale', reason: SKIP_WORDS.unknownState(now.state) };
  }
  const command = commandOf(goal, now);
  return typeof command === 'string' ? { skip: 'not_allowed', reason: command } : { goal, command };
}

/**
 * Whether a miner has stopped again since a job paused it, by its own counts of seconds. After a
 * reboot they do not say, and where the count stands still they say nothing: some firmware counts
 * only while it mines. `known`: its status before this reading.
 */
function isPausedAgain(left: LeftState, known: Observed | null, now: Observed, nowMs: number): boolean {
  if (left.uptime_s === null || left.at === null || now.uptime_s === null || now.state_seconds === null) return false;
  if (left.state !== now.state || known?.state !== now.state || known.state_seconds === null) return false;
  if (known.state_seconds >= now.state_seconds) return false;
  const passedS = now.uptime_s - left.uptime_s;
  // Neither a reboot nor a clock that was set may look like another pause.
  const differsS = Math.abs(passedS - (nowMs - left.at) / 1000);
  if (differsS > Math.max(UPTIME_TOLERANCE_S, passedS / 100)) return false;
  return now.state_seconds + UPTIME_TOLERANCE_S < passedS;
}

/** The only request of a goal; a text is the reason why there is none. */
function commandOf(goal: Goal, now: Observed): MinerCommand | string {
  switch (goal.kind) {
    case 'preset': {
      if (now.stored === null) return SKIP_WORDS.settingsUnread;
      if (goal.top === null) return { kind: 'preset', preset: goal.preset, switcher: null };
      if (now.stored.switcher === null) return SKIP_WORDS.switcherUnread;
      return { kind: 'preset', preset: goal.preset, switcher: { ...now.stored.switcher, top_preset: goal.top.to } };
    }
    case 'switch_pool': {
      const pool = chosenPool(now.pools, goal);
      if (pool === null || pool.pool_id === null) return SKIP_WORDS.noPool(goal.url);
      return { kind: 'switch_pool', pool_id: pool.pool_id };
    }
    case 'pools':
      return goal.slots === null ? SKIP_WORDS.poolsUnread : { kind: 'pools', pools: goal.slots };
    case 'locate':
      return { kind: 'locate', on: goal.on, firmware_version: now.firmware_version };
    case 'throttle':
      return { kind: 'throttle', percent: goal.percent };
    case 'pause':
    case 'resume':
    case 'start':
    case 'stop':
    case 'restart':
    case 'reboot':
      return { kind: goal.kind };
  }
}
