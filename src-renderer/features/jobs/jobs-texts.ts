import { countText, numberText } from '../../../src-shared/count-text.ts';
import type { JobState, Verdict } from '../../../src-shared/model/index.ts';
import type { Verb } from './verbs.ts';

/** What the screens of acting say: verbs, preview, jobs. */
export const jobsTexts = {
  verbs: {
    locate: 'Locate',
    unlocate: 'Locate off',
    restart: 'Restart',
    pause: 'Pause',
    resume: 'Resume',
    preset: 'Preset …',
    reboot: 'Reboot',
    stop: 'Stop mining',
    start: 'Start mining',
    throttle: 'Throttle …',
    pools: 'Pools …',
  } satisfies Readonly<Record<Verb, string>>,
  more: 'More',
  moreLabel: 'More actions',
  actions: 'Actions',

  /** Why none of the selected miners takes a verb. */
  whyNot: {
    unmanaged: 'Not managed',
    offline: 'Offline',
    not_stopped: 'Not paused or stopped',
    not_hashing: 'Not hashing',
    old_firmware: 'Needs firmware 1.3',
    several: 'None of the selected miners can do this now',
  },
  queryError: 'Correct the search to act on miners.',

  readOnly: "Read-only: PowerHive can't change miners.",
  allow: 'Allow changes …',
  readOnlyShort: 'Read-only',

  located: (miners: number): string => `Locating ${countText(miners, 'miner')}`,
  locateOff: 'Turn off',
  unlocated: (miners: number): string => `Turning the light off on ${countText(miners, 'miner')}`,
  startFailed: 'Nothing was changed',

  order: {
    title: (what: string, miners: number): string => `${what} on ${countText(miners, 'miner')}`,
    loading: 'Working out what would change',
    failed: "Couldn't make a preview",
    preset: 'Preset',
    choosePreset: 'Choose a preset',
    stepUp: 'One step up',
    stepDown: 'One step down',
    aboveMax: 'above max preset',
    tuned: (miners: number, all: number): string =>
      miners === 0 ? 'not tuned' : miners >= all ? 'tuned' : `tuned on ${numberText(miners)} of ${numberText(all)}`,
    now: (miners: number): string => `${numberText(miners)} now`,
    untuned: 'Also where it is not tuned yet. Tuning takes hours.',
    percent: 'Percent of nominal power',
    percentAbout: 'From 20 to 100. 100 ends the throttle.',
    pool: (slot: number): string => `Pool ${slot}`,
    url: 'Address',
    user: 'Worker',
    userAbout: '{name}, {mac}, {ip}, {hostname} and {tag.x} stand for those of each miner.',
    pass: 'Password',
    passAbout: 'Empty keeps the password that is stored for this address.',
    needsInput: 'Fill in the field above to see what would change.',
  },

  plan: {
    tabs: 'Miners',
    change: (miners: number): string => `Will change ${numberText(miners)}`,
    skipped: (miners: number): string => `Skipped ${numberText(miners)}`,
    already: (miners: number): string => `Already so ${numberText(miners)}`,
    nobody: 'No miner would change.',
    nobodySkipped: 'None is skipped.',
    nobodyAlready: 'None.',
    only: 'Only these',
    more: (miners: number): string => `and ${numberText(miners)} more`,
    columns: { miner: 'Miner', now: 'Now', after: 'Then', power: 'Power' },
    effect: (power: string, hashrate: string): string => `${power}, ${hashrate} when done`,
    noEffect: 'Power and hash rate stay as they are.',
    unknownPower: 'power unknown',
    unknownHashrate: 'hash rate unknown',
    dark: (duration: string): string => `about ${duration} without hashing each`,
    darkUnknown: 'time without hashing unknown',
    waves: (waves: readonly number[]): string => `Waves: ${waves.map(numberText).join(', ')}`,
    oneFirst: 'This change was never proven here, so one miner goes first.',
    stops: (wavePercent: number, totalPercent: number, at: number): string =>
      `Stops when more than ${wavePercent} % of a wave or ${totalPercent} % of all fail (at ${numberText(at)} in total).`,
    changed: (miners: number): string => `The preview has changed: ${countText(miners, 'miner')} now.`,
    type: (count: number): string => `Type ${count} to confirm`,
    start: (what: string, miners: number): string => `${what} on ${countText(miners, 'miner')}`,
  },

  list: {
    title: 'Jobs',
    about: 'What was changed on miners, by whom, and what came of it.',
    loading: 'Loading jobs',
    failed: "Couldn't load the jobs",
    none: 'No jobs yet',
    noneAbout: 'Select miners in the fleet, then Restart, Preset or another action.',
    columns: { started: 'Started', what: 'What', who: 'By', miners: 'Miners', state: 'State' },
    retry: 'Retry',
  },

  job: {
    label: 'Job',
    loading: 'Loading the job',
    failed: "Couldn't load the job",
    stop: 'Stop',
    stopFailed: "Couldn't stop the job",
    undo: 'Undo …',
    undoTitle: 'Undo: only miners that are still as this job left them.',
    undoNothing: 'Nothing to undo: no miner is as this job left it.',
    undoFailed: "Couldn't undo",
    keep: 'Cancel',
    wave: (wave: number, waves: number): string => `wave ${wave} of ${waves}`,
    of: (ended: number, planned: number): string => `${numberText(ended)}/${numberText(planned)}`,
    failedCount: (miners: number): string => `${numberText(miners)} failed`,
    by: (name: string): string => `by ${name}`,
    undoes: 'Undoes an earlier job',
    took: (duration: string): string => `took ${duration}`,
    progress: 'Progress of the job',
    filter: 'Verdict',
    all: (miners: number): string => `All ${numberText(miners)}`,
    verdict: (word: string, miners: number): string => `${word} ${numberText(miners)}`,
    list: 'Miners of the job',
    running: 'Running jobs',
  },
  states: { running: 'Running', done: 'Done', stopped: 'Stopped', halted: 'Halted' } satisfies Readonly<
    Record<JobState, string>
  >,
  verdicts: {
    planned: 'Planned',
    skipped: 'Skipped',
    running: 'Running',
    refused: 'Refused',
    failed: 'Failed',
    stored: 'Stored on the miner',
    in_force: 'In force',
    proven: 'Proven',
    unknown: 'Unknown',
    cancelled: 'Not sent',
  } satisfies Readonly<Record<Verdict, string>>,

  palette: {
    one: (verb: string, miner: string): string => `${verb} ${miner}`,
    selected: (verb: string, miners: number): string => `${verb} ${numberText(miners)} selected`,
  },

  settings: {
    title: 'Actions on miners',
    about:
      'Whether PowerHive may change miners. Start limits, waves and the failures at which a job stops are in config.json under actions.',
    enabled: 'Allow changes on miners',
    on: 'You, REST tokens with the scope operate and the command line can locate, restart, reboot, pause, throttle miners and change their presets and pools. Each change has a preview and is recorded.',
    off: 'Read-only: PowerHive sends nothing that changes a miner, other than the login that creates its API key.',
  },
} as const;
