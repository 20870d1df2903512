import type { JobRules } from '../../../../src-shared/model/index.ts';
import { countText, numberText } from '../../../../src-shared/text/count-text.ts';

/** Texts of the form of an action: its parameters. */
export const orderTexts = {
  /** Of one miner: "Set preset on R5-03". */
  titleOfOne: (what: string, name: string): string => `${what} on ${name}`,
  title: (what: string, miners: number, where: string | null): string =>
    `${what} on ${countText(miners, 'miner')}${where === null ? '' : ` in ${where}`}`,
  loading: 'Working out what would change',
  failed: "Couldn't make a preview",
  preset: 'Preset',
  choosePreset: 'Choose a preset',
  stepUp: 'One step up',
  stepDown: 'One step down',
  byWatts: 'The highest tuned one up to a power',
  watts: 'Power at most',
  wattsUnit: '\u00a0W',
  aboveMax: 'above max preset',
  /** What the selected miners themselves say. `unknown`: of how many nobody has asked it yet. */
  tuned: (miners: number, unknown: number, all: number): string => {
    if (miners >= all) return 'tuned';
    if (unknown >= all) return 'not known whether tuned';
    const known = miners === 0 ? 'tuned on none' : `tuned on ${numberText(miners)} of ${numberText(all)}`;
    return unknown === 0 ? known : `${known}, ${numberText(unknown)} not known`;
  },
  now: (miners: number): string => `${numberText(miners)} now`,
  untuned: 'Also where it is not tuned yet. Tuning takes hours.',
  percent: 'Percent of nominal power',
  percentAbout: 'From 20 to 100. 100 ends the throttle.',
  switchTo: 'Pool',
  switchAbout: 'It is worked for until the next restart of each miner: the order of its pools stays.',
  choosePool: 'Choose a pool',
  loadingPools: 'Loading the pools of these miners',
  noPools: 'No pool of these miners is known.',
  poolsFailed: "Couldn't load the pools of these miners",
  setOn: (miners: number): string => countText(miners, 'miner'),
  poolSets: 'Addresses as in the farm',
  poolSet: (urls: readonly string[], miners: number): string => `${urls.join(', ')} · ${countText(miners, 'miner')}`,
  namedByAddress: (miners: number): string =>
    `${countText(miners, 'miner')} without a name: {name} is the IP address there. {mac} always stays the same.`,
  pool: (slot: number): string => `Pool ${slot}`,
  url: 'Address',
  user: 'Worker',
  userAbout: '{name}, {mac}, {ip}, {hostname} and {tag.x} stand for those of each miner.',
  before: 'Put back the pools of before',
  beforeAbout:
    'Each miner gets the pools and the worker that it had last before foreign ones came. One of which PowerHive knows none is left out. Passwords are not known: an address that the miner still has keeps its own, and another gets the one that is in its slot now.',
  keepWorkers: "Keep each miner's worker",
  keepWorkersAbout: 'Only addresses and passwords change. A miner whose worker is not known is skipped.',
  pass: 'Password',
  passAbout: 'Empty keeps the password that is stored for this address. A new address then has none.',
  needsInput: 'Fill in the field above to see what would change.',
} as const;

/** Texts of the form of an action: when it begins, and its waves. */
export const howTexts = {
  when: 'When',
  now: 'Now',
  at: 'At',
  spread: 'Spread',
  moment: 'Begins at',
  momentAbout: 'PowerHive must run then. Miners are checked again; one that has changed is left out.',
  minutes: 'Over',
  waves: 'Waves and stop limits',
  rules: {
    first_wave: 'First wave',
    second_wave: 'Second wave',
    third_wave_percent: 'Third wave',
    third_wave_most: 'Third wave at most',
    wave_most: 'Later waves at most',
    stop_wave_failed_percent: 'Stop above, of a wave',
    stop_total_failed_percent: 'Stop above, of all',
  } satisfies Readonly<Record<Exclude<keyof JobRules, 'next_wave_when'>, string>>,
  proveFirst: 'Prove on one first',
  proveFirstAbout: 'The others wait until the figures of the first miner have proven it.',
  neverProven: 'Always so for a change that was never proven here.',
  nextWave: 'Next wave when',
  inForce: 'In force',
  firstProven: 'First wave proven',
  proven: 'Proven',
  needsTime: 'Choose when it begins.',
} as const;

/** Texts of the end of a pause, in its preview and afterwards. */
export const pauseEndTexts = {
  label: 'Paused',
  byHand: 'Until resumed',
  durations: { ten_minutes: '10 min', half_hour: '30 min', hour: '1 h', four_hours: '4 h' },
  atTime: 'Until …',
  moment: 'Paused until',
  needsTime: 'Choose until when.',
  forMinutes: 'For … min',
  minutes: 'Minutes of the pause',
  needsMinutes: 'Enter for how many minutes.',
  for: (duration: string): string => `for ${duration}`,
  until: (time: string): string => `until ${time}`,
  byHandAbout: 'Its miners stay paused until someone resumes them.',
  about: (time: string): string =>
    `At ${time} PowerHive resumes those that are still paused by this job. If it is not running then, it does so at its next start. If changes are not allowed then, they stay paused.`,
  fromNow: 'Counted from now. Only miners that are still paused by this job are resumed.',
  waiting: (time: string, left: string | null): string =>
    `Its miners are resumed at ${time}${left === null ? '' : `, in ${left}`}, if they are still paused by it.`,
  late: 'The pause has ended. The rest of its miners is tried again every minute.',
  resuming: (time: string): string => `Its miners are being resumed since ${time}`,
  done: (time: string, reason: string | null): string =>
    `The pause ended at ${time}${reason === null ? '' : `. ${reason}`}`,
  ended: (reason: string): string => `The pause has ended. ${reason}`,
  missed: (time: string, reason: string): string => `The pause did not end at ${time}. ${reason}`,
  off: 'Changes are not allowed now: if that stays so, the miners stay paused.',
  isEnd: 'The end of a pause',
  openJob: 'Open the job',
  set: 'Set an end …',
  change: 'Change …',
  cancel: 'Do not resume them',
  cancelled: 'Its miners stay paused',
  setAgain: (time: string): string => `Resume them at ${time}`,
  save: 'Set the end',
  failed: "Couldn't change the end of the pause",
  /** In the list of jobs. */
  endOfPause: 'end of a pause',
  isLate: 'has ended, some still to be resumed',
  notEnded: 'not resumed',
} as const;
