import type { ActionRecord, AlertSeverity, Incident, IncidentEvent } from '../../../src-shared/model/index.ts';
import { countText, numberText } from '../../../src-shared/text/count-text.ts';
import { formatDuration } from '../../../src-shared/text/format-duration.ts';

/** Texts of the screen of problems and of maintenance; rules-texts.ts has those of the rules. */
export const incidentsTexts = {
  title: 'Problems',
  about: 'One row for one cause, the worst first.',
  aboutRules: 'A problem opens when a rule finds something that lasts.',
  tabs: {
    label: 'Show',
    open: (count: number, more: number): string =>
      `Open ${numberText(count)}${more === 0 ? '' : `, ${numberText(more)} more`}`,
    acknowledged: (count: number): string => `Acknowledged ${numberText(count)}`,
    snoozed: (count: number): string => `Snoozed ${numberText(count)}`,
    resolved: 'Resolved (7 d)',
    chips: 'Chips',
    rules: 'Rules',
    maintenance: 'Maintenance',
  },
  search: 'Search problems',
  searchFor: 'Search: name, IP, kind:network, severity:critical, since:24h, rule:offline …',
  noneFound: 'No problem matches.',
  csvColumns: [
    ...['severity', 'state', 'title', 'cause_kind', 'cause', 'faults', 'since', 'resolved', 'ended_because'],
    ...['miners_total', 'miners', 'hashrate_lost_hs', 'acknowledged_by', 'resolved_by', 'incident_id'],
  ],
  csvFailed: "Couldn't load the problems",
  columns: {
    what: 'What',
    picture: 'Where on the miner',
    since: 'Since',
    when: 'When',
    miners: 'Miners',
    lost: 'Hash rate lost',
    sent: 'Notified',
    who: 'Acknowledged by',
  },
  channels: {
    desktop: 'Desktop notifications',
    deleted: 'Deleted channel',
    loading: '…',
  },
  /** What the advice about a locked miner asks for. */
  enterPassword: 'Enter a password',
  /** Where miners work for a pool that is not known as the farm's. */
  ownPool: {
    mine: 'This pool is mine',
    pool: (host: string, account: string): string => `${host}, account ${account}`,
    done: (pool: string): string => `${pool} counts as yours from now on`,
    undone: (pool: string): string => `${pool} is judged as before`,
    failed: 'Not saved',
  },
  delivered: (channel: string, state: string): string => `${channel}: ${state}`,
  moment: {
    title: 'When it began',
    began: 'began',
    ended: 'ended',
    closed: 'closed',
    more: 'Open in History',
    loading: 'Loading the history …',
    nothing: 'No history of that time.',
    failed: (why: string): string => `Couldn't load the history: ${why}`,
  },
  loading: 'Loading problems',
  failed: "Couldn't load the problems",
  none: {
    open: 'No open problems.',
    acknowledged: 'No acknowledged problems.',
    snoozed: 'No snoozed problems.',
    resolved: 'No problems resolved.',
  } satisfies Record<Incident['state'], string>,
  /** Instead of that none is open, while something may become one. */
  noneYet: 'No open problems yet.',
  waiting: {
    /** `names`: of one or two miners; null for more. */
    miners: (names: readonly string[] | null, miners: number, what: string, where: string | null): string =>
      `${names === null ? countText(miners, 'miner') : names.join(' and ')}: ${what}${where ?? ''}`,
    sinceAndFor: (since: string | null, forSeconds: number): string =>
      `${since === null ? '' : ` since ${since}`}.${forSeconds === 0 ? '' : ` A problem if it lasts for ${formatDuration(forSeconds)}.`}`,
    /** Miners that need attention and are not listed, and why. */
    unlisted: {
      others: (miners: number): string =>
        miners === 1 ? '1 more miner needs attention.' : `${numberText(miners)} more miners need attention.`,
      resolved: (miners: number): string =>
        `${countText(miners, 'miner')} still ${miners === 1 ? 'has' : 'have'} what was resolved by hand.`,
      silent: (miners: number): string =>
        `${countText(miners, 'miner')} with a problem ${miners === 1 ? 'is' : 'are'} in maintenance, or muted.`,
    },
    unlistedWhy: {
      others: 'Not listed, because no rule is about it, such as bad chips.',
      resolved: 'Listed again once it has ended and begun again.',
      silent: 'Listed when that is over.',
    },
  },
  noneLately: 'No problem was resolved in the last 7 days.',
  showOlder: 'Show older',
  lastResolved: (when: string): string => `Last one resolved ${when}:`,
  lasted: (title: string, duration: string): string => `${title}, ${duration}`,
  noneAbout: 'A problem opens when a rule finds something that lasts. You find the rules under Rules.',
  severities: { critical: 'Critical', warning: 'Warning', info: 'Info' } satisfies Record<AlertSeverity, string>,
  unsteady: 'unsteady',
  wellSince: (since: string, closes: string): string => `well again since ${since}, closes ${closes}`,
  /** For an incident that was closed although its fault may continue. */
  endedBecause: (why: string): string => `closed: ${why}`,
  closed: (why: string): string => `Closed: ${why}`,
  sinceFor: (since: string, duration: string): string => `${since} (${duration})`,
  label: 'Problem',
  acknowledge: 'Acknowledge',
  snooze: 'Snooze',
  snoozes: {
    hour: '1 hour',
    hours: '4 hours',
    morning: 'Until tomorrow 07:00',
    monday: 'Until Monday 07:00',
    change: 'Until it gets worse or ends',
  },
  itChanges: 'it gets worse or ends',
  reopen: 'Reopen',
  act: (verb: string): string => `${verb}…`,
  /** How often the suggested action ended this fault: of the farm, and on the miner it is about. */
  record: (verb: string, { tried, worked, here }: ActionRecord): string => {
    if (tried === 0) return `${verb}: not tried yet for this fault.`;
    const ofFarm = `${verb}: worked ${numberText(worked)} of ${countText(tried, 'time')} for this fault`;
    if (here === null) return `${ofFarm}.`;
    return here.tried === 0
      ? `${ofFarm}, not tried yet on this miner.`
      : `${ofFarm}, ${numberText(here.worked)} of ${numberText(here.tried)} on this miner.`;
  },
  undo: 'Undo',
  acknowledged: 'Acknowledged',
  snoozed: (until: string): string => `Snoozed until ${until}`,
  note: 'Note',
  addNote: 'Add note',
  resolve: 'Resolve',
  resolveTitle: (title: string): string => `Resolve: ${title}`,
  resolveAbout: 'A fault that is still there opens no other problem until it has ended and begun again.',
  comment: 'Comment (optional)',
  resolvedByHand: 'Resolved',
  mute: 'Mute',
  mutes: (rule: string): Record<'day' | 'week' | 'month', string> => ({
    day: `${rule}: for 1 day`,
    week: `${rule}: for 7 days`,
    month: `${rule}: for 30 days`,
  }),
  muted: (rule: string, until: string): string => `${rule} is muted for this miner until ${until}`,
  muteReason: 'muted',
  notDone: "Couldn't change the problem",
  faults: 'What is wrong',
  /** For a problem of many miners, whose messages differ in addresses and figures. */
  ofOne: (message: string): string => `One of them: ${message}`,
  affected: 'Miners',
  affectedColumns: { miner: 'Miner', since: 'Since', now: 'Now' },
  recoveredAt: (at: string): string => `recovered ${at}`,
  more: (count: number): string => `and ${countText(count, 'more miner')}`,
  selectMiners: (count: number): string => `Select all ${numberText(count)} in Fleet`,
  lastChange: (at: string): string => `last change ${at}`,
  timeline: 'Timeline',
  /** What was sent is only said where it was not the beginning. */
  notified: (channel: string, what: string): string =>
    `Notified on ${channel}${what === 'opened' ? '' : ` (${what})`} ✓`,
  deliveries: 'Not sent',
  events: {
    opened: 'Opened',
    grew: 'Grew',
    shrank: 'Shrank',
    changed: 'Changed',
    unsteady: 'Unsteady: comes and goes',
    acknowledged: 'Acknowledged',
    snoozed: 'Snoozed',
    reopened: 'Open again',
    escalated: 'Escalated',
    noted: 'Note',
    acted: 'Automatic action',
    job: 'Action',
    merged: 'Joined to a larger problem',
    resolved: 'Resolved',
  } satisfies Record<IncidentEvent['event'], string>,
  byActor: (what: string, who: string): string => `${what} ${who}`,
  maintenance: {
    about: 'Miners in maintenance open no problems.',
    query: 'Miners that match',
    until: 'Until',
    from: 'From',
    starts: { now: 'now', time: 'a time …' },
    startTime: 'Starts',
    endTime: 'Ends',
    minutes: 'Minutes',
    missing: {
      query: (example: string): string => `Enter which miners, such as ${example}.`,
      cleanQuery: 'Correct which miners.',
      start: 'Enter when it starts.',
      end: 'Enter when it ends.',
      minutes: 'Enter for how many minutes.',
    },
    backwards: 'The end must be in the future, and after the start.',
    lengths: {
      half_hour: '30 minutes',
      hour: '1 hour',
      hours: '4 hours',
      morning: 'tomorrow 07:00',
      day: '24 hours',
      week: '7 days',
      minutes: 'for … min',
      time: 'a time …',
    },
    plan: 'Plan maintenance',
    reason: 'Reason (optional)',
    add: 'Start maintenance',
    none: 'No maintenance.',
    list: 'Maintenance',
    columns: {
      who: 'Miners',
      count: 'Match now',
      rules: 'Rules',
      from: 'From',
      until: 'Until',
      reason: 'Reason',
      by: 'By',
    },
    matches: (miners: number): string =>
      miners === 0 ? 'Matches no miner now.' : `Matches ${countText(miners, 'miner')} now.`,
    allRules: 'all',
    allMiners: 'All miners',
    end: 'End now',
    endOf: (query: string): string => `End now: ${query}`,
    ended: (query: string): string => `Maintenance ended: ${query}`,
    failed: "Couldn't load the maintenance",
    notAdded: "Couldn't start the maintenance",
    notEnded: "Couldn't end the maintenance",
  },
} as const;
