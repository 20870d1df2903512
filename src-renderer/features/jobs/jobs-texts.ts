import type { Job, JobState } from '../../../src-shared/model/index.ts';
import { countText, numberText } from '../../../src-shared/text/count-text.ts';
import type { Verb } from './actions/verbs.ts';
import { howTexts, orderTexts, pauseEndTexts } from './order/order-texts.ts';
import { planTexts } from './order/plan-texts.ts';

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

  order: orderTexts,

  how: howTexts,

  pauseEnd: pauseEndTexts,

  plan: planTexts,

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
    retried: (miners: number): string => `Retried for ${numberText(miners)}`,
    notSentDone: (miners: number): string => `Done for ${numberText(miners)} not sent`,
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
    waitsForHashrate: 'waits for its hash rate',
    waitsForReboot: 'waits for its reboot',
    waitsForFigures: 'waits for new figures',
    /** "waits for new figures, until 16:14 at most". */
    until: (waits: string, when: string): string => `${waits}, until ${when} at most`,
    late: (waits: string): string => `${waits}, longer than usual`,
    lateMiners: (miners: number): string => `${numberText(miners)} longer than usual`,
    halted: (order: string): string => `Halted: ${order}`,
    ended: (order: string, title: string): string => `${order}: ${title}`,
    leftOut: (title: string, reasons: string): string => `${title} (${reasons}).`,
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
  inJob: (verdict: string, isLate = false): string => `In a job: ${verdict}${isLate ? ', longer than usual' : ''}`,
  nothingDone: 'Nothing done',
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
