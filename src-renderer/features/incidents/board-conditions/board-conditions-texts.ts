import { countText, numberText } from '../../../../src-shared/text/count-text.ts';

/** Texts of the list of problems; problems have their own messages. */
export const boardConditionsTexts = {
  title: 'Problems',
  about: 'Boards, chips, fans and sensors with a problem now.',
  none: 'Updates every minute.',
  /** "3 on 2 miners, worst first. Updated 1 s ago." */
  counted: (problems: number, miners: number, updated: string): string =>
    `${numberText(problems)} on ${countText(miners, 'miner')}, worst first. Updated ${updated}.`,
  loading: 'Loading problems',
  failed: "Couldn't load the problems",
  notUpdated: (why: string, updated: string): string => `Couldn't update: ${why} Showing data from ${updated}.`,
  lost: 'Lost connection. Showing the last known state.',
  stopped: 'Monitoring is stopped. Showing the last known state.',
  hidden: (hidden: readonly string[]): string => `${hidden.join(' and ')} hidden.`,
  show: 'Show',
  noProblems: 'No problems.',
  /** `miners`: those with a current reading; of the others nothing is known now. */
  allNormal: (miners: number): string =>
    miners === 0
      ? 'No miner has a current reading.'
      : `Boards, chips, fans and sensors of ${countText(miners, 'miner')} with a current reading look normal.`,
  notMonitored: 'Nothing is monitored yet.',
  notMonitoredAbout: 'Boards and chips are checked once a miner is managed and its model has a max preset.',
  noMiners: 'No miners found yet. Boards and chips are checked once there are some.',
  setPresets: 'Set max presets',
  toFleet: 'Go to the fleet',

  /** Chips that the firmware rates weak (orange) and bad (red). */
  weak: {
    title: (miners: number): string => `Weak chips in ${countText(miners, 'miner')}`,
    since: (day: string): string => `Compared with ${day}.`,
    noWeek: 'The change over a week is known from tomorrow on.',
    digest: 'Once a week the digests of the alert channels have this list.',
    unread: (miners: number): string => `Of ${countText(miners, 'miner')} the chips are not known now.`,
    boards: 'Boards',
    /** "Board 2: 1 bad and 4 weak of 76 chips". */
    board: (id: number, bad: number, weak: number, chips: number): string =>
      `Board ${id}: ${bad} bad and ${weak} weak of ${countText(chips, 'chip')}`,
    orange: 'Weak chips',
    red: 'Bad chips',
    change: (by: number): string => (by > 0 ? `+${numberText(by)}` : `−${numberText(-by)}`),
    more: (miners: number): string => `and ${countText(miners, 'more miner')}`,
  },

  list: 'Problems',
  severity: 'Severity',
  miner: 'Miner',
  picture: 'Picture',
  problem: 'Problem',
  since: 'Since',
  before: (time: string): string => `before ${time}`,
  beforeStart: 'before the start',
  presentBefore: 'already present when monitoring started',
  /** Link that shows them. */
  more: (notices: number): string => countText(notices, 'more notice'),
  asOf: (ago: string): string => `as of ${ago}`,
  filter: 'Show by severity',
  severities: {
    critical: (): string => 'critical',
    warning: (count: number): string => (count === 1 ? 'warning' : 'warnings'),
    notice: (count: number): string => (count === 1 ? 'minor notice' : 'minor notices'),
  },
  severityCount: (count: number, severity: string): string => `${numberText(count)} ${severity}`,
  chips: (labels: readonly number[], more: number): string =>
    `${labels.length + more === 1 ? 'chip' : 'chips'} ${labels.join(', ')}${more > 0 ? ` and ${numberText(more)} more` : ''}`,
} as const;
