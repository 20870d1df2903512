import { COOLED_CHIP_C } from '../../../src-shared/judging/thresholds.ts';
import type { JobAction } from '../../../src-shared/model/index.ts';
import { tempText } from '../../../src-shared/temperature.ts';

/** Why a miner is left out of a job, before anything is sent to it. Without a full stop. */
export const SKIP_WORDS = {
  // It cannot be acted on at all.
  noSuchMiner: 'there is no such miner',
  removed: 'it was removed meanwhile',
  unmanaged: 'it is not managed',
  offline: 'it is offline',
  withoutKey: 'PowerHive has no API key on it',
  unableDriver: (action: JobAction): string => `its driver can't ${action.replace('_', ' ')}`,
  oldFirmware: (version: string | null): string => `its firmware ${version ?? ''} is too old for this`,
  notRead: 'it has no recent reading',
  inOtherJob: (job: string | null): string => `it is in another job${job === null ? '' : ` (${job})`}`,

  // Its state forbids it.
  stateIs: (state: string | null): string => `it is ${state ?? 'in an unknown state'} now`,
  busy: (state: string | null): string => `it is ${state ?? 'busy'} now`,
  unknownState: (state: string | null): string => `its state is ${state ?? 'not known'}`,
  failed: 'it reports a failure',
  corruptConfig: 'its configuration cannot be read: only a reboot cures that',
  coolsDown: 'it cools down before it starts',
  tooHot: (hottestC: number): string =>
    `it stopped because it was too hot, and its hottest chip is at ${tempText(hottestC)}: below ${tempText(COOLED_CHIP_C)} it can be started`,
  startIt: (state: string | null): string => `it is ${state}: start it`,
  startItFirst: (state: string | null): string => `it is ${state}: start it first`,
  stopsItself: (reason: string): string => `it stopped itself (${reason}): start it alone once the cause is gone`,
  restartPending: 'a change that was made before waits for its restart',
  asksForNoRestart: 'it no longer asks for one',

  // It is so already.
  lightAlready: (on: boolean): string => `its light is ${on ? 'on' : 'off'} already`,
  lightUnknown: 'it does not say whether its light is on',
  stateAlready: (state: string | null): string => `it is ${state} already`,
  pausedAlready: (state: string | null, until: string): string => `it is ${state} already, and paused until ${until}`,
  percentAlready: (percent: number): string => `it runs at ${percent} % already`,
  presetAlready: (preset: string): string => `preset ${preset} is in force already`,
  poolAlready: 'it works for this pool already',
  poolsAlready: 'it has these pools already',

  // Presets.
  presetsUnknown: 'its presets are not known yet',
  presetTwice: (preset: string): string => `its list has two different presets ${preset}`,
  noPreset: (preset: string): string => `it has no preset ${preset}`,
  noPresetUnder: (watts: number): string => `it has no preset at or under ${watts} W`,
  noTunedPresetUnder: (watts: number): string => `it has no tuned preset at or under ${watts} W`,
  presetNotListed: (preset: string | null): string => `the preset ${preset ?? 'in force'} is not in its list`,
  lastStep: (way: 'higher' | 'lower', preset: string): string => `it has no ${way} preset than ${preset}`,
  aboveMaxPreset: (preset: string, max: string): string => `${preset} is above the max preset ${max} of its model`,
  moddedPsu: (preset: string): string => `${preset} requires a modded power supply`,
  untuned: (preset: string): string => `${preset} is not tuned on it: it would tune for hours`,
  maybeUntuned: (preset: string): string => `it does not say whether ${preset} is tuned on it: it may tune for hours`,

  // Its preset switcher.
  switcherPowerUnknown: (preset: string): string => `the preset switcher is on, and the power of ${preset} is unknown`,
  belowSwitcher: (preset: string, min: string | null): string =>
    `${preset} is below the lowest preset ${min} of its switcher`,
  aboveSwitcher: (preset: string, top: string | null): string =>
    `${preset} is above the highest preset ${top} of its switcher`,
  switcherUnread: 'its preset switcher is on, and cannot be read',

  // Pools and other settings.
  settingsUnread: 'its settings cannot be read',
  poolsUnread: 'its pools cannot be read',
  poolsUnseen: 'its pools are shown masked: what is set could not be read back',
  poolsMasked: 'its pools are shown masked and cannot be written back',
  passwordUnread: (url: string): string => `it does not show the password of ${url}: the order must give it (pass)`,
  nothingFor: (placeholder: string): string => `it has nothing for ${placeholder} of the worker name`,
  workerUnknown: (url: string): string =>
    `it is not certain which worker it has for ${url}: its names are masked, empty or several`,
  foreignWorker: (url: string): string =>
    `its worker now is that of a foreign pool (${url}): choose "Put back the pools of before", or clear "Keep each miner's worker" and fill in "Worker"`,
  noPoolsBefore:
    'PowerHive knows no pools that it had before: it has not seen its own pools for five minutes, or their workers were masked',
  controlCharacters: 'its worker name would have control characters',
  noPool: (url: string, user?: string): string =>
    `it has no pool ${url}${user === undefined ? '' : ` with the user ${user}`}`,
  severalUsers: (url: string): string =>
    `it has several users at ${url}: name one of them over REST or on the command line (user)`,

  // It is not as it was.
  stateChanged: (was: string | null, is: string | null): string => `it was ${was} and is ${is} now`,
  presetChanged: (was: string, is: string): string => `its preset was ${was} and is ${is} now`,
  percentChanged: (was: number, is: number): string => `it was at ${was} % and is at ${is} % now`,
  otherPreset: (previewed: string | null, is: string | null): string =>
    `the preview said ${previewed ?? 'nothing'}, and it would be ${is ?? 'nothing'} now`,
  otherWorker: (previewed: string, is: string): string =>
    `the preview said the worker ${previewed}, and it would be ${is} now`,
  switcherSwitched: (isOn: boolean): string => `its preset switcher was switched ${isOn ? 'on' : 'off'} since`,
  switcherMoved: (was: string | null, is: string | null): string =>
    `the highest preset of its switcher was ${was ?? 'unlimited'} and is ${is ?? 'unlimited'} now`,
  poolsChanged: 'its pools were changed since',

  // The end of a pause.
  resumedSince: 'it was resumed since, or stopped itself',
  actedSince: (action: JobAction): string => `another job has changed it since (${action.replace('_', ' ')})`,
  wantedPaused: 'a later job wants it paused until someone resumes it',
  wantedPausedUntil: (until: string): string => `a later job wants it paused until ${until}`,
  pausedAgain: 'someone has resumed it and paused it again since',
  stoppedItself: (reason: string): string => `it has stopped itself since: ${reason}`,

  // An undo.
  notAsLeft: 'it is no longer as the job left it',
  failedOnIt: (action: JobAction): string => `the ${action} failed on it: someone else may have changed it since`,
  foreignBefore: (url: string): string =>
    `${url}, which it had before, counts as a foreign pool, because few miners have it. If it is yours, set it with Pools …: from then on it counts as yours`,
  unknownBefore: 'what it was before is not known',
} as const;
