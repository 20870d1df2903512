import type { AlertSeverity, NotWhile, Rule, RuleGrouping } from '../../../../src-shared/model/index.ts';
import { countText, numberText } from '../../../../src-shared/text/count-text.ts';

/** Texts of the rules: their table, their sentence and their editor. */
export const rulesTexts = {
  table: {
    list: 'Rules',
    on: (name: string): string => `${name}: on`,
    name: 'Rule',
    sentence: 'Opens a problem',
    open: 'Open now',
    fired: 'Fired in 30 d',
    reset: 'Reset to default',
    failed: "Couldn't load the rules",
    notSaved: "Couldn't change the rule",
    add: 'New rule',
    edit: (name: string): string => `Edit ${name}`,
  },
  /** A rule as a sentence. */
  sentence: {
    holds: (duration: string): string => ` for ${duration}`,
    about: {
      racks: (duration: string | null): string =>
        `When a rack is above its power limit${duration === null ? '' : ` for ${duration}`}`,
      powerhive: (duration: string | null): string =>
        `When PowerHive notices it${duration === null ? '' : `, and it lasts ${duration}`}`,
    } satisfies Record<Exclude<Rule['about'], 'miners'>, (duration: string | null) => string>,
    leadsTo: ' → ',
    /** Where an operator changed it. */
    bySeverity: (severity: string): string => ` (default: ${severity})`,
    notifies: (channels: readonly string[]): string => ` → ${channels.join(', ')}`,
    ends: '; ends when',
    automatic: (action: string): string => `; ${action} automatically`,
  },
  /** Muting a rule for all miners, or for those that are muted one by one. */
  mute: {
    column: 'Muted',
    mute: 'Mute',
    muteOf: (rule: string): string => `Mute ${rule}`,
    lengths: { hour: '1 hour', hours: '4 hours', morning: 'Until tomorrow 07:00', week: '7 days' },
    until: (when: string): string => `until ${when}`,
    one: (name: string, until: string): string => `${name} until ${until}`,
    many: (miners: number, until: string): string => `${countText(miners, 'miner')} until ${until}`,
    end: 'Unmute',
    endOf: (rule: string): string => `Unmute ${rule}`,
    done: (rule: string, until: string): string => `${rule} is muted until ${until}`,
    ended: (rule: string): string => `${rule} is not muted any more`,
    failed: "Couldn't mute the rule",
  },
  escalation: {
    channels: 'If nobody acknowledges, notify',
    after: 'after',
    asSettings: 'As the settings say',
  },
  /** What each channel does with an incident of the rule. */
  recipients: {
    label: 'Who is notified',
    none: 'No channel is set up: nobody is notified.',
    line: (name: string, what: string): string => `${name}: ${what}`,
    noneOfChosen: 'None of the chosen channels is on: all are notified, by their severity.',
    notChosen: 'not notified',
    off: 'not notified, it is off',
    only: (least: AlertSeverity): string =>
      least === 'critical' ? 'not notified, takes critical problems only' : `not notified, takes ${least} and above`,
    always: 'at once',
    alsoQuiet: (from: string, to: string): string => `at once, also in its quiet hours ${from}–${to}`,
    digest: (from: string, to: string, at: readonly string[]): string =>
      `at once; ${from}–${to} in the digest at ${at.join(', ')}`,
    after: (from: string, to: string): string => `at once; ${from}–${to} when its quiet hours end`,
  },
  suggested: {
    label: 'Suggested action',
    about: 'Offered on the problem, with a preview before anything is sent.',
    none: 'None',
  },
  automatic: {
    label: (verb: string): string => `${verb} automatically`,
    about:
      'One miner at a time, as a job of this rule, while changes are allowed. Never for a group of miners, and never where it is known not to help. It stops after two that did not help.',
    perMiner: 'at most a day, per miner',
    perRule: 'at most a day, by this rule',
  },
  editor: {
    new: 'New rule',
    edit: (name: string): string => `Rule: ${name}`,
    close: 'Close',
    name: 'Name',
    query: 'Opens a problem for miners that match',
    for: 'when they match for',
    lasts: 'when it lasts for',
    minutes: ' min',
    severity: 'Severity',
    clear: 'Ends when they match',
    clearDefault: 'the search above no longer',
    clearFor: 'for',
    notUnderstood: 'This search is not understood.',
    neverClear: 'Only miners that match the search above can match this: the problem would never end.',
    noPreview: 'Type a search to see whom it matches now.',
    matches: (count: number, names: readonly string[]): string =>
      count === 0
        ? 'Matches no miner now.'
        : `Matches ${numberText(count)} now: ${names.join(', ')}${count > names.length ? ' …' : ''}`,
    searching: 'Searching the history …',
    noPast: "Couldn't search the history.",
    fired: (times: number, problems: number, days: number, last: string | null): string =>
      times === 0 || last === null
        ? `Would not have fired in the last ${countText(days, 'day')}.`
        : `Would have fired ${countText(times, 'time')} in the last ${countText(days, 'day')}, as ${countText(problems, 'problem')}; last ${last}.`,
    today: 'Today',
    firedByDay: (days: string): string => `Would have fired: ${days}`,
    notWhile: 'Not while a miner is',
    notWhiles: {
      starting: 'starting',
      tuning: 'tuning',
      in_job: 'in a job',
      stopped: 'stopped by an operator',
      maintenance: 'in maintenance',
    } satisfies Record<NotWhile, string>,
    asQuery: 'Choose by the search',
    notWhileByQuery: 'Chosen by what the search asks for. Never while its network is out of reach.',
    notWhileAlways: 'Never while its network is out of reach, or the rule is muted.',
    grouping: 'One problem for',
    groupings: {
      cause: 'each cause: miners that fail together in a network, rack, pool, tag, model …',
      miner: 'each miner (20 or more at once are one)',
      rule: 'all miners that the rule finds',
    } satisfies Record<RuleGrouping, string>,
    repeat: 'Send again while it is open and nobody acknowledged it, every',
    never: 'never',
    reset: 'Reset to default',
    channels: 'Notify',
    allChannels: 'All that take this severity',
    /** `grouping`: of this rule; null if the other one is off. */
    sameRule: (rule: string, duration: string | null, grouping: RuleGrouping | null): string => {
      const both = grouping === 'cause' ? ': what both find is one problem' : ': both would open problems';
      return `The rule ${rule} has this search already${duration === null ? '' : `, for ${duration}`}${grouping === null ? ', and is off' : both}.`;
    },
    saved: (rule: string): string => `Rule ${rule} saved`,
    remove: 'Delete rule',
    cancel: 'Cancel',
    save: 'Save',
  },
} as const;
