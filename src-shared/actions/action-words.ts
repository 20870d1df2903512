import { phaseOf } from '../judging/firmware-state.ts';
import type { ActedState, Job, JobAction, JobChange, JobParams, JobPlan, Verdict } from '../model/index.ts';
import { numberText } from '../text/count-text.ts';
import { leftOutCount } from './left-out.ts';

const ACTIONS: Readonly<Record<JobAction, string>> = {
  locate: 'locate',
  pause: 'pause',
  resume: 'resume',
  start: 'start mining',
  stop: 'stop mining',
  restart: 'restart',
  reboot: 'reboot',
  throttle: 'throttle',
  preset: 'set preset',
  switch_pool: 'switch pool',
  pools: 'set pools',
};

/** An action with its parameters as text, without passwords: `set preset 2500`. */
export function actionWords(action: JobAction, params: JobParams): string {
  const { on, percent, preset, watts, steps, url, user, pools, before } = params;
  const what = ACTIONS[action];
  if (on !== undefined) return `${what} ${on ? 'on' : 'off'}`;
  if (percent !== undefined) return `${what} to ${percent} %`;
  if (preset !== undefined) return `${what} ${preset}`;
  if (watts !== undefined) return `${what} up to ${watts} W`;
  if (steps !== undefined) return `${what} one step ${steps > 0 ? 'up' : 'down'}`;
  if (url !== undefined) return `${what} to ${url}${user === undefined ? '' : ` (${user})`}`;
  if (before === true) return 'put back the pools of before';
  if (pools !== undefined) return `${what} ${pools.map((pool) => pool.url).join(', ')}`;
  return what;
}

/** An action on one miner as text, with its target if there is one: `throttle to 60 %`. */
export function targetWords(action: JobAction, target: string | undefined): string {
  if (target === undefined) return ACTIONS[action];
  return `${ACTIONS[action]} ${action === 'throttle' || action === 'switch_pool' ? 'to ' : ''}${target}`;
}

/**
 * From what to what a job changes its miners, for the end of a sentence: ` (2900 → 2500)`, or with
 * numbers of miners where they differ. `count`: how many miners there are.
 */
export function changesWords(changes: readonly JobChange[] | undefined, count: number): string {
  if (changes === undefined || changes.length === 0) return '';
  const [one] = changes;
  const isAll = changes.length === 1 && one?.miners === count;
  const parts = changes.map(({ from, to, miners }) => `${from} → ${to}${isAll ? '' : ` on ${numberText(miners)}`}`);
  return ` (${parts.join(', ')})`;
}

/** A warning about what a reboot may do to stopped miners; null if none is stopped. */
export function rebootWords({ action, planned }: Pick<JobPlan, 'action' | 'planned'>): string | null {
  const stopped = action === 'reboot' ? planned.filter(({ before }) => phaseOf(before.state) === 'stopped').length : 0;
  if (stopped === 0) return null;
  const who = stopped === 1 ? '1 miner is stopped and' : `${numberText(stopped)} miners are stopped and`;
  return `${who} may mine after the reboot: that depends on a setting of the miner.`;
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  planned: 'queued',
  skipped: 'skipped',
  running: 'sent',
  refused: 'refused',
  failed: 'failed',
  stored: 'stored on the miner',
  in_force: 'in force',
  proven: 'proven',
  unknown: 'unknown',
  cancelled: 'not sent',
};

/** What `in_force` is of actions that set nothing which could be in force. */
const DONE: Readonly<Partial<Record<JobAction, string>>> = {
  locate: 'light switched',
  pause: 'paused',
  resume: 'hashing again',
  start: 'hashing again',
  stop: 'stopped',
  restart: 'hashing again',
  reboot: 'rebooted',
};

/** All verdicts, in the order in which they are listed. */
export const VERDICT_ORDER = Object.keys(VERDICTS) as readonly Verdict[];

/**
 * A verdict in the words of its action: a restarted miner is hashing again, a preset in force. A
 * miner that is in force and waits for its proof needs no action: only settings are proven.
 */
export function verdictWords(action: JobAction | null, verdict: Verdict): string {
  return (verdict === 'in_force' && action !== null ? DONE[action] : undefined) ?? VERDICTS[verdict];
}

/** The number of miners with each verdict, one text each. Those left out at their turn are named so. */
export function countsByVerdict({ action, counts, left_out }: OfVerdicts): string[] {
  const leftOut = leftOutCount({ left_out });
  return VERDICT_ORDER.flatMap((verdict) => {
    const isSkipped = verdict === 'skipped';
    const count = (counts[verdict] ?? 0) - (isSkipped ? leftOut : 0);
    return [
      isSkipped && leftOut > 0 ? `${numberText(leftOut)} left out` : null,
      count > 0 ? `${numberText(count)} ${verdictWords(action, verdict)}` : null,
    ].filter((part) => part !== null);
  });
}

/** The number of miners with each verdict, as text. */
export function countsWords(of: OfVerdicts): string {
  const parts = countsByVerdict(of);
  return parts.length === 0 ? 'no miners' : parts.join(', ');
}

interface OfVerdicts {
  readonly action: JobAction;
  readonly counts: Partial<Record<Verdict, number>>;
  readonly left_out?: Job['left_out'];
}

/** The state of a miner for the end of a sentence: ` (mining, preset 2500, 2497 W)`. */
export function stateWords(state: ActedState | null): string {
  if (state === null) return '';
  const parts = [
    state.state,
    state.preset === null ? null : `preset ${state.preset}`,
    state.power_w === null ? null : `${Math.round(state.power_w)} W`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/**
 * How a miner was before and is after, for the end of a sentence: ` (mining, preset 2900 → 2500,
 * 2897 → 2497 W)`. Light, throttle and pool are named only where they differ.
 */
export function stateChangeWords(before: ActedState | null, after: ActedState | null): string {
  if (before === null || after === null) return stateWords(after);
  const change = (of: (state: ActedState) => string | null, isShown: boolean): string | null => {
    const [was, is] = [of(before), of(after)];
    if (was === is || was === null || is === null) return isShown ? is : null;
    return `${was} → ${is}`;
  };
  const named = (name: string, value: string | null, unit = ''): string | null =>
    value === null ? null : `${name}${value}${unit}`;
  const percent = ({ throttled_percent }: ActedState) => `${throttled_percent ?? 100}`;
  const light = ({ locate_on }: ActedState) => (locate_on === null ? null : locate_on ? 'on' : 'off');
  const watts = ({ power_w }: ActedState) => (power_w === null ? null : String(Math.round(power_w)));
  const parts = [
    change(({ state }) => state, true),
    named(
      'preset ',
      change(({ preset }) => preset, true),
    ),
    named('', change(watts, true), ' W'),
    named('throttle ', change(percent, false), ' %'),
    named('light ', change(light, false)),
    named(
      'pool ',
      change(({ pool_url }) => pool_url, false),
    ),
  ].filter((part) => part !== null);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
