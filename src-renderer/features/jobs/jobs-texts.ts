import type { Job, JobRules, JobState } from '../../../src-shared/model/index.ts';
import { countText, numberText } from '../../../src-shared/text/count-text.ts';
import type { Verb } from './actions/verbs.ts';
import { runsOf } from './number-runs.ts';

/** Texts of actions: verbs, preview, jobs. */
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
    switch_pool: 'Switch pool …',
    pools: 'Pools …',
  } satisfies Readonly<Record<Verb, string>>,
  more: 'More',
  moreLabel: 'More actions',
  actions: 'Actions',

  /** Why no selected miner can do a verb. */
  whyNot: {
    unmanaged: 'Not managed',
    offline: 'Offline',
    not_stopped: 'Not paused or stopped',
    not_hashing: 'Not hashing',
    old_firmware: 'Needs firmware 1.3',
    several: 'None of the selected miners can do this now',
  },

  readOnly: "Read-only: PowerHive can't change miners.",
  allow: 'Allow changes …',
  queryErrorShort: 'The search has an error',
  readOnlyShort: 'Read-only',
  dismiss: 'Dismiss',

  located: (miners: number): string => `Locating ${countText(miners, 'miner')}`,
  locateOff: 'Turn off',
  unlocated: (miners: number): string => `Turning the light off on ${countText(miners, 'miner')}`,
  startFailed: 'Nothing was changed',

  order: {
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
    pass: 'Password',
    passAbout: 'Empty keeps the password that is stored for this address.',
    needsInput: 'Fill in the field above to see what would change.',
  },

  how: {
    when: 'When',
    now: 'Now',
    at: 'At',
    spread: 'Spread',
    moment: 'Begins at',
    momentAbout: 'PowerHive must run then. Miners are checked again; one that has changed is left out.',
    minutes: 'Over',
    minutesUnit: ' min',
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
  },

  pauseEnd: {
    label: 'Paused',
    byHand: 'Until resumed',
    durations: { half_hour: '30 min', hour: '1 h', four_hours: '4 h' },
    atTime: 'Until …',
    moment: 'Paused until',
    needsTime: 'Choose until when.',
    for: (duration: string): string => `for ${duration}`,
    until: (time: string): string => `until ${time}`,
    byHandAbout: 'Its miners stay paused until someone resumes them.',
    about: (time: string): string =>
      `At ${time} PowerHive resumes those that are still paused by this job. If it is not running then, it does so at its next start. If changes are not allowed then, they stay paused.`,
    fromNow: 'Counted from now. Only miners that are still paused by this job are resumed.',
    waiting: (time: string, left: string | null): string =>
      `Its miners are resumed at ${time}${left === null ? '' : `, in ${left}`}, if they are still paused by it.`,
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
    notEnded: 'not resumed',
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
    openJob: 'Open the job',
    more: (miners: number): string => `and ${numberText(miners)} more`,
    columns: { miner: 'Miner', now: 'Now', after: 'Then', power: 'Power' },
    effect: (power: string, hashrate: string, known: string | null): string =>
      `${power}, ${hashrate} when done${known === null ? '' : ` (${known})`}`,
    noEffect: 'Power and hash rate stay as they are.',
    /** Why the figures of a change and those of its undo may differ. */
    basis: {
      preset: 'From the latest readings to the figures of the preset.',
      throttle: 'From the latest readings, in proportion to the percentage.',
      undo: 'From the latest readings to those before the job.',
      again: (again: number, planned: number): string => {
        if (planned === 1) return 'It does not hash now, and is expected to have the figures of its preset again.';
        const who =
          again === 1 ? '1 of them does not hash now, and is' : `${numberText(again)} of them do not hash now, and are`;
        return `${who} expected to have the figures of ${again === 1 ? 'its preset' : 'their presets'} again.`;
      },
    },
    unknownPower: 'power unknown',
    unknownHashrate: 'hash rate unknown',
    dark: (duration: string, miners: number): string =>
      `about ${duration} without hashing${miners === 1 ? '' : ' each'}`,
    darkMost: (duration: string, miners: number): string => `up to ${jobsTexts.plan.dark(duration, miners)}`,
    unknownAlgorithm: 'unknown algorithm',
    lost: (hashes: string): string => `${hashes} not hashed`,
    darkUnknown: 'time without hashing unknown',
    waves: (waves: readonly number[]): string => `Waves: ${runsOf(waves).join(', ')}`,
    onlySettings: 'only settings',
    switcherTop: (to: string): string => `preset switcher up to ${to}`,
    switcherUnlimited: 'preset switcher without a limit',
    /** `ran`: at which preset it ran before the job, if that is another one than is set again. */
    switcherChooses: (to: string | null, ran: string | null): string =>
      `switcher chooses ${to === null ? 'without a limit' : `up to ${to}`}${ran === null ? '' : ` (before: ${ran})`}`,
    runsAt: (preset: string): string => `runs at ${preset}`,
    ranAt: (preset: string): string => `ran at ${preset}`,
    noHashrate: 'no hash rate',
    /** In place of a change where only the later figure is known. */
    to: (figure: string): string => `to ${figure}`,
    workers: (names: readonly string[]): string => `${names.length === 1 ? 'worker' : 'workers'} ${names.join(', ')}`,
    noRestart: 'no restart',
    notHashing: 'not hashing',
    restart: (duration: string): string => `restart, ${duration}`,
    mayRestart: (duration: string): string => `perhaps a restart, ${duration}`,
    measured: (miners: number, change: string, what: string): string =>
      `Measured here on ${countText(miners, 'miner')}, ${change}: ${what}.`,
    oneFirst: 'This change was never proven here, so one miner goes first.',
    afterFirstProof: 'The second wave waits until the figures of the first have proven it.',
    afterProof: 'Each wave waits until the figures of the last one have proven it.',
    stops: (wavePercent: number, totalPercent: number): string =>
      `Stops when more than ${wavePercent}\u00a0% of a wave or ${totalPercent}\u00a0% of all fail`,
    stopsAt: (planned: number, at: number): string => `of ${numberText(planned)} planned: at ${numberText(at)}`,
    starts: (limits: readonly string[]): string => `At most ${limits.join(' and ')} a minute, over all jobs.`,
    startCount: (starts: number): string => countText(starts, 'start'),
    startKw: (kw: number): string => `${numberText(kw)}\u00a0kW`,
    scheduleFor: (time: string, what: string): string => `${time}: ${what}`,
    restarts: (miners: number): string => countText(miners, 'restart'),
    restartsMost: (miners: number): string => `up to ${countText(miners, 'restart')}`,
    changed: (miners: number, changes: readonly string[]): string =>
      `The preview has changed: ${countText(miners, 'miner')} now. ${changes.join(' ')}`,
    noLonger: (miners: string): string => `No longer changed: ${miners}.`,
    changedOtherwise: (miners: string): string => `Changed otherwise: ${miners}.`,
    changedToo: (miners: string): string => `Changed too: ${miners}.`,
    type: (count: number): string => `Type ${count} to confirm`,
    start: (what: string, miners: number): string => `${what} on ${countText(miners, 'miner')}`,
    whySkipped: (miners: number, reason: string): string => `${numberText(miners)} skipped: ${reason}`,
    whyAlready: (miners: number, reason: string): string => `${numberText(miners)} already so: ${reason}`,
    otherReasons: (miners: number): string => `${numberText(miners)} for other reasons`,
  },

  list: {
    title: 'Jobs',
    about: 'What was changed on miners, by whom, and what came of it.',
    loading: 'Loading jobs',
    failed: "Couldn't load the jobs",
    notAll: (why: string): string => `Couldn't load all jobs: ${why}`,
    none: 'No jobs yet',
    noneAbout: 'Select miners in the fleet, then Restart, Preset or another action.',
    toFleet: 'Go to the fleet',
    columns: {
      started: 'Started',
      what: 'What',
      where: 'Where',
      who: 'By',
      miners: 'Miners',
      state: 'State',
      took: 'Duration',
      undo: 'Undo',
    },
    undone: (back: number, planned: number): string => `Undone ${numberText(back)}/${numberText(planned)}`,
    undoing: (back: number, planned: number): string => `Undoing ${numberText(back)}/${numberText(planned)}`,
    isUndo: 'Is an undo',
    /** In place of an undo: what the end of a pause has done. */
    ends: {
      waiting: 'Not all resumed yet',
      resuming: 'Being resumed',
      done: 'Resumed at its end',
      cancelled: 'Not all resumed',
      missed: 'Not all resumed',
    } satisfies Readonly<Record<NonNullable<Job['pause_end']>['state'], string>>,
    final: 'Not possible',
    afterEnd: 'When it has ended',
    nothingChanged: 'Nothing to undo',
    /** How many of them are still as the job left them is known to its preview alone. */
    possible: (miners: number): string => `Up to ${countText(miners, 'miner')}`,
    older: 'Show older jobs',
  },

  job: {
    label: 'Job',
    loading: 'Loading the job',
    failed: "Couldn't load the job",
    stop: 'Stop job',
    stopFailed: "Couldn't stop the job",
    cancel: 'Cancel the job',
    pause: 'Pause job',
    pauseFailed: "Couldn't pause the job",
    continue: 'Continue job',
    continueFailed: "Couldn't continue the job",
    retryOf: (miners: number): string => `Retry ${numberText(miners)} …`,
    notSent: (miners: number): string => `Do it for ${numberText(miners)} not sent …`,
    notSentTitle: 'The same, on the miners whose turn had not come when this job ended.',
    retryTitle: 'The same once more, on the miners that are not as this job should have left them.',
    retryNothing: 'Nothing to retry: none of them can take it now.',
    retryFailed: "Couldn't plan it again",
    copy: 'Copy report',
    copied: 'Report copied',
    copyFailed: "Couldn't copy the report",
    clipboardBlocked: 'The browser does not allow it.',
    csv: 'CSV',
    startsAt: (time: string): string => `starts at ${time}`,
    spread: (duration: string): string => `spread over ${duration}`,
    pausedAsleep: 'Paused: this computer was asleep',
    paused: (running: number, waiting: number): string =>
      `${running === 0 ? 'Nothing is sent now' : `${countText(running, 'miner')} that had begun ${running === 1 ? 'goes' : 'go'} on`}; ${countText(waiting, 'miner')} ${waiting === 1 ? 'waits' : 'wait'} and ${waiting === 1 ? 'stays' : 'stay'} reserved for this job.`,
    scheduled: (miners: number): string =>
      `Nothing is sent before. Then the ${countText(miners, 'miner')} are checked again; one that has changed is left out.`,
    undo: 'Undo …',
    undoWhat: 'Undo',
    undoTitle: 'Undo: only miners that are still as this job left them.',
    undoNothing: 'Nothing to undo now. Below is the reason of each miner that was sent something.',
    undoFailed: "Couldn't undo",
    undoWaits: (all: number, inJob: number, offline: number): string => {
      const parts = [
        inJob > 0 ? `${numberText(inJob)} in another job` : null,
        offline > 0 ? `${numberText(offline)} offline` : null,
      ].filter((part) => part !== null);
      const which = inJob + offline >= all ? 'no miner can be undone now' : 'not possible now on all its miners';
      return `Undo: ${which} (${parts.join(', ')}).`;
    },
    queuedChanged: (is: string, was: string): string => `${is} now, ${was} in the preview`,
    queuedOffline: 'offline now',
    keep: 'Cancel',
    wave: (wave: number, waves: number): string => `wave ${wave} of ${waves}`,
    of: (ended: number, planned: number): string => `${numberText(ended)}/${numberText(planned)}`,
    trouble: (verdict: string, miners: number): string => `${numberText(miners)} ${verdict}`,
    by: (name: string): string => `by ${name}`,
    undoes: 'Undoes an earlier job',
    retries: (times: number): string => `retry ${numberText(times)}`,
    pace: (perMinute: string): string => `${perMinute} a minute`,
    left: (duration: string): string => `about ${duration} left`,
    parts: 'Miners by what became of them',
    took: (duration: string): string => `took ${duration}`,
    progress: 'Progress of the job',
    filter: 'Verdict',
    all: (miners: number): string => `All ${numberText(miners)}`,
    verdict: (word: string, miners: number): string => `${word} ${numberText(miners)}`,
    list: 'Miners of the job',
    running: 'Running jobs',
  },
  menu: {
    renameKey: 'F2',
    pageKey: 'o',
    label: (of: string): string => `Actions for ${of}`,
    selected: (miners: number): string => `${numberText(miners)} selected`,
    rename: 'Rename …',
    page: 'Open its own page',
  },
  report: { by: 'By', from: 'From', to: 'To', state: 'State', miners: 'Miners', resumed: 'Miners resumed' },
  climbedBack: 'Climbed back',
  proving: 'In force, not proven yet',
  proven: (figures: string, duration: string): string =>
    `Proven (${figures === '' ? '' : `${figures} `}after ${duration})`,
  inJob: (verdict: string): string => `In a job: ${verdict}`,
  states: {
    scheduled: 'Scheduled',
    running: 'Running',
    paused: 'Paused',
    done: 'Done',
    stopped: 'Stopped',
    halted: 'Halted',
  } satisfies Readonly<Record<JobState, string>>,

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
