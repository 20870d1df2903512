import { isHashing } from '../../src-shared/judging/firmware-state.ts';
import { RESTARTS } from '../../src-shared/judging/thresholds.ts';
import type { AtItsAddress, TemperatureUnit } from '../../src-shared/model/index.ts';
import { since } from '../../src-shared/since-words.ts';
import { tempText } from '../../src-shared/temperature.ts';
import { shortModelWords } from '../../src-shared/text/model-words.ts';
import { formatHashrate, quantityText } from '../../src-shared/units.ts';
import { firmwareWords } from './firmware-words.ts';

/*
 * The messages of conditions, without a full stop. Those that screens show without a condition too
 * are in src-shared/judging/: pools, lost fans, missing chips, throttle.
 */

/** Firmware may report a state that is not known here: then its own word, and not that it mines. */
function stateWords(state: string): string {
  return isHashing(state) ? 'Mining' : `State "${state}"`;
}

/** What is wrong with a miner, or with its readings. */
export const minerWords = {
  duplicateMac: (ips: readonly (string | null)[]): string => `Duplicate MAC at ${ips.join(' and ')}`,
  offline: 'Offline',
  /** With what helps: the second sentence. */
  offlineAndReplaced: ({ miner_id, model_name }: AtItsAddress): string => {
    const who = model_name === null ? 'a new machine' : `a new machine (${shortModelWords(model_name)})`;
    return `Offline, and ${who} answers at its address. If that took its place, or is the same with a new control board, press Replace and choose ${miner_id}`;
  },
  offlineAndMoved: ({ name, ip }: AtItsAddress): string =>
    name === ip ? `Offline, and another miner has its address now` : `Offline, and ${name} has its address ${ip} now`,
  notAnswering: (reason: string | null): string => `Not answering: ${reason ?? 'no reason known'}`,

  /** As the firmware says it, which may be "failed" already. */
  failed: (description: string | null, failureCode: number | null): string => {
    const code = failureCode === null || failureCode === 0 ? '' : ` (code ${failureCode})`;
    const words = description === null ? null : firmwareWords(description);
    if (words !== null && /\bfail/i.test(words)) return `${words}${code}`;
    return `Failed: ${words ?? 'the firmware gives no reason'}${code}`;
  },
  stoppedItself: firmwareWords,
  /** The firmware often reports the reason: `Restarting (2 of 3) - Chain break detected`. */
  stuckStart: (what: 'tuning' | 'starting', sinceAt: number, nowMs: number, description: string | null): string =>
    `${what === 'tuning' ? 'Still tuning' : 'Still starting'} ${since(sinceAt, nowMs)}${description === null ? '' : `: ${firmwareWords(description)}`}`,
  idleTuning: (sinceAt: number, nowMs: number): string => `Tuning, but 0 TH/s ${since(sinceAt, nowMs)}`,
  restarted: (times: number): string => `Restarted ${times} times within an hour`,
  restartedOften: `Restarted ${RESTARTS.least} times or more within an hour`,

  frozen: (sinceAt: number, nowMs: number): string => `Figures unchanged ${since(sinceAt, nowMs)}`,
  nothingAboutMining: 'Responds, but reports nothing about mining',
  impossibleHashrate: (state: string | null): string =>
    state === null ? 'No possible hash rate' : `${stateWords(state)}, but without a possible hash rate`,
  zeroHashrate: (state: string | null): string => (state === null ? '0 TH/s' : `${stateWords(state)}, but 0 TH/s`),
  allBoardsIdle: (boards: number): string => `0 TH/s: all ${boards} boards are idle`,
  lowHashrate: (percent: number): string => `Hash rate at ${percent} % of expected`,

  hot: (tempC: number): string => `Hottest chip at ${tempText(tempC)}`,
  coolingAtLimit: (fanPercent: number, hottestC: number): string =>
    `Cooling at its limit: fans at ${fanPercent} %, hottest chip at ${tempText(hottestC)}`,
  aboveMaxPreset: (preset: string | null, maxPreset: string | null): string =>
    `Above max preset: ${preset} > ${maxPreset}`,
  /** `why` is what is known of `from`; `lessHs` is what it hashes less. */
  presetFell: (
    preset: string | null,
    from: string | null,
    why: 'set' | 'usual' | 'seen',
    lessHs: number | null,
  ): string => {
    const less = lessHs === null ? '' : ` (${quantityText(formatHashrate(lessHs))} less)`;
    const before = { set: `${from} was set`, usual: `usually ${from}`, seen: `${from} before` }[why];
    return `Preset fell: ${preset}, ${before}${less}`;
  },

  /** Its first sentence is the fault, and the others are what helps. */
  loweredByHeat: (
    fault: string,
    fall: {
      readonly preset: string | null;
      readonly from: string;
      readonly lessHs: number | null;
      readonly bySwitcher: boolean;
    },
  ): string => {
    const how = fall.bySwitcher ? 'Its preset switcher lowered it' : 'Its preset fell';
    const less = fall.lessHs === null ? '' : `, ${quantityText(formatHashrate(fall.lessHs))} less than before`;
    return `${fault}. ${how} from ${fall.from} to ${fall.preset}${less}. Check for dust in filters and heat sinks, for warm air at the inlet, and for a weak fan.`;
  },

  withoutShares: (sinceAt: number, nowMs: number): string => `No share accepted ${since(sinceAt, nowMs)}`,
  /** "Half of its shares are rejected: 53 of the last 106". */
  rejectedShares: (rejected: number, total: number): string => {
    const percent = Math.round((rejected / total) * 100);
    const how =
      percent === 100 ? 'All of its shares' : percent === 50 ? 'Half of its shares' : `${percent} % of its shares`;
    return `${how} are rejected: ${rejected} of the last ${total}`;
  },

  boardsUnread: (sinceAt: number, nowMs: number, reason: string): string =>
    `No board data ${since(sinceAt, nowMs)}: ${reason}`,
  /** Missing boards are named if the miner numbers its boards from 1, as VNish does. */
  missingBoards: (shownIds: readonly number[], boards: number): string => {
    const known = Array.from({ length: boards }, (_, i) => i + 1);
    const shown = new Set(shownIds);
    const missing = known.filter((id) => !shown.has(id));
    const count = boards - shownIds.length;
    if (missing.length !== count) return `${count} of ${boards} boards ${count === 1 ? 'is' : 'are'} missing`;
    if (count === 1) return `Board ${missing[0]} of ${boards} is missing`;
    return `Boards ${missing.slice(0, -1).join(', ')} and ${missing.at(-1)} of ${boards} are missing`;
  },
} as const;

/** What is wrong with a board. */
export const boardWords = {
  failed: (chainId: number, state: 'failure' | 'disconnected', reason: string | null): string => {
    const what = state === 'failure' ? `Board ${chainId} failed` : `Board ${chainId} not detected`;
    // The firmware's text for a board that is not detected would repeat that.
    const why = reason === null || (state === 'disconnected' && /not detected/i.test(reason)) ? '' : `: ${reason}`;
    return `${what}${why}`;
  },
  numbers: (boards: number): string =>
    `Boards report the same number: the ${boards} boards are numbered by their order`,
  silent: (chainId: number, chips: number): string =>
    chips === 0 ? `Board ${chainId} not hashing` : `Board ${chainId} not hashing (all ${chips} chips)`,
  belowSiblings: (chainId: number, percent: number, siblings: number): string =>
    `Board ${chainId} at ${percent} % of the other ${siblings === 1 ? 'board' : 'boards'}`,
  /** Names the chips next to the sensors, so that they can be found on the board. */
  sensors: (chainId: number, faulty: number, sensors: number, nearChips: readonly number[]): string => {
    const all = faulty === sensors;
    const what = all ? 'no temperature reading' : `no temperature reading from ${faulty} of ${sensors} sensors`;
    const near = `${all ? 'sensors ' : ''}near ${nearChips.length === 1 ? 'chip' : 'chips'} ${nearChips.join(', ')}`;
    return `Board ${chainId}: ${what}${nearChips.length === 0 ? '' : ` (${near})`}`;
  },
} as const;

/** What is wrong with chips; `who` is from `who`. */
export const chipWords = {
  who: (chainId: number, chipIds: readonly number[], chipsOnBoard: number): string =>
    chipIds.length === 1
      ? `Board ${chainId}: chip ${chipIds[0]}`
      : `Board ${chainId}: ${chipIds.length} of ${chipsOnBoard} chips`,
  silent: (who: string): string => `${who} not hashing`,
  bad: (who: string): string => `${who} rated bad by firmware`,
  weak: (who: string): string => `${who} rated weak by firmware`,
  belowMedian: (who: string, percent: number): string => `${who} below ${percent} % of the median`,
  hot: (who: string, isOne: boolean, hottestC: number, medianC: number, unit: TemperatureUnit): string =>
    `${who} at ${isOne ? '' : 'up to '}${tempText(hottestC, unit)} (board ${tempText(medianC, unit)})`,
  throttled: (who: string): string => `${who} throttled`,
} as const;
