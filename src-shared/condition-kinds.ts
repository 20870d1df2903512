/** The properties of a condition that are the same for all miners. */
interface ConditionKind {
  /** Default, if the evaluator sets no other: some are milder if only a part is affected. */
  readonly severity: 'critical' | 'warning' | 'notice';
  readonly part: 'miner' | 'board' | 'chips' | 'sensors' | 'fans' | 'pools';
  /** The heading in a list of problems. */
  readonly title: string;
  /** What it means and how it is recognised, for an operator. */
  readonly means: string;
  /**
   * How it shows in the row of a miner: its code in `attention`, and a word or two. Null if it is
   * always a `notice`, which a row never shows.
   */
  readonly row: { readonly attention: string; readonly word: string } | null;
  /** What else an operator calls it: the searches offer it by these words too. */
  readonly also?: readonly string[];
}

/**
 * The closed list of what can be wrong with a miner. Its order is the order of causes: if a miner
 * has several conditions, the first is the likeliest cause of the others, and a missing part comes
 * before a weak one. A code is part of the REST interface and is never renamed; the numbers by
 * which a condition is recognised are in thresholds.ts.
 */
export const CONDITIONS = {
  offline: {
    severity: 'critical',
    part: 'miner',
    title: 'Offline',
    means: 'A managed miner that scans no longer find. Everything else about it is unknown.',
    row: { attention: 'offline', word: 'offline' },
  },
  address_conflict: {
    severity: 'warning',
    part: 'miner',
    title: 'Address conflict',
    means: 'Two devices on the network use the MAC address of this miner.',
    row: { attention: 'address_conflict', word: 'address conflict' },
  },
  locked: {
    severity: 'warning',
    part: 'miner',
    title: 'Login refused',
    means: 'The miner refuses the password or the API key, or no key could be made. It is not monitored.',
    row: { attention: 'api_key', word: 'no API key' },
    also: ['no key', 'password refused'],
  },
  not_answering: {
    severity: 'warning',
    part: 'miner',
    title: 'Not answering',
    means: 'Scans find the miner, but several polls in a row failed.',
    row: { attention: 'not_answering', word: 'not answering' },
    also: ['no answer'],
  },
  failure: {
    severity: 'critical',
    part: 'miner',
    title: 'Failure',
    means: 'The firmware reports that mining failed.',
    row: { attention: 'failure', word: 'failed' },
    also: ['error'],
  },
  protective_stop: {
    severity: 'critical',
    part: 'miner',
    title: 'Protective stop',
    means: 'The miner stopped itself or refuses to start, and says why. A stop by the operator gives no reason.',
    row: { attention: 'protective_stop', word: 'protective stop' },
    also: ['stopped itself'],
  },
  start_stuck: {
    severity: 'warning',
    part: 'miner',
    title: 'Stuck starting',
    means: 'The miner has been starting for more than 30 minutes, or tuning for more than 12 hours.',
    row: { attention: 'start_stuck', word: 'stuck starting' },
  },
  restarting_often: {
    severity: 'warning',
    part: 'miner',
    title: 'Restarting often',
    means: 'The miner began to mine again three times or more within an hour, not counting what jobs did.',
    row: { attention: 'restarting_often', word: 'restarting often' },
  },
  figures_frozen: {
    severity: 'critical',
    part: 'miner',
    title: 'Figures frozen',
    means: 'The miner says that it is mining, but none of its figures has changed for many minutes.',
    row: { attention: 'figures_frozen', word: 'figures frozen' },
  },
  figures_missing: {
    severity: 'critical',
    part: 'miner',
    title: 'No figures',
    means: 'The firmware answers, but reports neither that it is stopped nor a possible hash rate.',
    row: { attention: 'figures_missing', word: 'no figures' },
  },
  pools_down: {
    severity: 'critical',
    part: 'pools',
    title: 'Pools down',
    means: "None of the operator's pools takes work.",
    row: { attention: 'pools_down', word: 'pools down' },
    also: ['no pool', 'dead pool'],
  },
  miner_zero_hashrate: {
    severity: 'critical',
    part: 'miner',
    title: 'Not hashing',
    means: 'The miner says that it is mining, and its hash rate is 0; or it has been 0 for 15 minutes of tuning.',
    row: { attention: 'not_hashing', word: 'not hashing' },
    also: ['zero hash rate', 'no hash rate'],
  },
  board_missing: {
    severity: 'critical',
    part: 'board',
    title: 'Board missing',
    means: 'The miner shows fewer boards than it has.',
    row: { attention: 'board_missing', word: 'board missing' },
    also: ['missing board'],
  },
  board_failed: {
    severity: 'critical',
    part: 'board',
    title: 'Board failed',
    means: 'The firmware reports a board as failed or disconnected.',
    row: { attention: 'board_failed', word: 'board failed' },
    also: ['dead board', 'bad board'],
  },
  board_zero_hashrate: {
    severity: 'critical',
    part: 'board',
    title: 'Board not hashing',
    means: 'A board that should hash has a hash rate of 0.',
    row: { attention: 'board_silent', word: 'board not hashing' },
    also: ['dead board'],
  },
  fan_lost: {
    severity: 'critical',
    part: 'fans',
    title: 'Fan stopped',
    means: 'A fan that should turn has stopped. Miners in immersion or on water have no fans.',
    row: { attention: 'fan_lost', word: 'fan stopped' },
    also: ['dead fan', 'fan failed'],
  },
  no_shares: {
    severity: 'warning',
    part: 'pools',
    title: 'No accepted shares',
    means: "The miner hashes, and none of the operator's pools has accepted a share for ten minutes.",
    row: { attention: 'no_shares', word: 'no shares' },
  },
  shares_rejected: {
    severity: 'warning',
    part: 'pools',
    title: 'Shares rejected',
    means: "The operator's pools reject a notable part of the latest shares.",
    row: { attention: 'shares_rejected', word: 'shares rejected' },
    also: ['rejects'],
  },
  pool_foreign: {
    severity: 'critical',
    part: 'pools',
    title: 'Foreign pool',
    means: 'The miner works for a pool or an account that hardly any other miner of the farm is set to.',
    row: { attention: 'pool_foreign', word: 'foreign pool' },
    also: ['wrong pool', 'other pool'],
  },
  low_hashrate: {
    severity: 'warning',
    part: 'miner',
    title: 'Low hash rate',
    means: 'The hash rate is below what is expected of the preset, less a throttle and boards that are switched off.',
    row: { attention: 'low_hashrate', word: 'low hash rate' },
    also: ['slow'],
  },
  board_chips_missing: {
    severity: 'warning',
    part: 'board',
    title: 'Chips missing',
    means: 'A board shows fewer chips than the boards of this unit have.',
    row: { attention: 'chips_missing', word: 'chips missing' },
    also: ['missing chips'],
  },
  chip_zero_hashrate: {
    severity: 'warning',
    part: 'chips',
    title: 'Chips not hashing',
    means: 'Chips on a board that hashes have a hash rate of 0.',
    row: { attention: 'chips_silent', word: 'dead chips' },
  },
  hot: {
    severity: 'warning',
    part: 'miner',
    title: 'Hot',
    means:
      'The hottest chip of the miner has reached the temperature that the settings name as hot (90 °C by default).',
    row: { attention: 'hot', word: 'hot' },
    also: ['overheating', 'too hot'],
  },
  cooling_at_limit: {
    severity: 'warning',
    part: 'fans',
    title: 'Cooling at its limit',
    means:
      'For five minutes the fans have run at full speed (95 % by default) while the hottest chip is near the limit of hot (12 °C below it by default): there is no reserve for a warmer hour.',
    row: { attention: 'cooling_at_limit', word: 'cooling at limit' },
    also: ['fans at full speed', 'no cooling reserve'],
  },
  above_max_preset: {
    severity: 'warning',
    part: 'miner',
    title: 'Above max preset',
    means: 'The preset of the miner is above the highest that the operator allows for its model.',
    row: { attention: 'above_max_preset', word: 'above max preset' },
  },
  preset_fell: {
    severity: 'warning',
    part: 'miner',
    title: 'Preset fell',
    means:
      'For ten minutes the miner has run a lower preset than it usually runs, than PowerHive set last, or than before on its first day, and no operator accepted that. A notice while its preset switcher may raise it again.',
    row: { attention: 'preset_fell', word: 'preset fell' },
    also: ['lower preset'],
  },
  boards_unread: {
    severity: 'warning',
    part: 'miner',
    title: 'No board data',
    means: 'The miner is read, but its boards and chips are not. A notice where its firmware has no list of them.',
    row: { attention: 'boards_unread', word: 'no board data' },
  },
  board_below_siblings: {
    severity: 'warning',
    part: 'board',
    title: 'Weak board',
    means: 'A board hashes far less than the other boards of the miner.',
    row: { attention: 'weak_board', word: 'weak board' },
  },
  chip_hot: {
    severity: 'warning',
    part: 'chips',
    title: 'Hot chips',
    means: 'Chips are far warmer than the others on their board.',
    row: { attention: 'hot_chips', word: 'hot chips' },
  },
  chip_grade_red: {
    severity: 'warning',
    part: 'chips',
    title: 'Bad chips',
    means: 'The firmware rates chips as bad (red).',
    row: { attention: 'bad_chips', word: 'bad chips' },
  },
  chip_below_siblings: {
    severity: 'warning',
    part: 'chips',
    title: 'Weak chips',
    means: 'Chips hash far less than the others on their board.',
    row: { attention: 'weak_chips', word: 'weak chips' },
  },
  sensor_fault: {
    severity: 'warning',
    part: 'sensors',
    title: 'Sensor fault',
    means: 'No temperature sensor of a board measures. A notice where only some of them do not.',
    row: { attention: 'sensor_fault', word: 'no board temperature' },
  },
  miner_throttled: {
    severity: 'notice',
    part: 'miner',
    title: 'Throttled',
    means: 'The miner is allowed only a part of its full rate.',
    row: null,
  },
  chip_throttled: {
    severity: 'notice',
    part: 'chips',
    title: 'Throttled chips',
    means: 'The firmware slows chips down.',
    row: null,
  },
  board_numbers: {
    severity: 'notice',
    part: 'board',
    title: 'Board numbers not unique',
    means: 'Boards report the same number. PowerHive numbers them by their order, which may change if one is missing.',
    row: null,
  },
  chip_grade_orange: {
    severity: 'notice',
    part: 'chips',
    title: 'Chips rated weak',
    means: 'The firmware rates chips as weak (orange): they hash below their target.',
    row: null,
  },
} as const satisfies Readonly<Record<string, ConditionKind>>;

export type ConditionCode = keyof typeof CONDITIONS;

/** All codes, in the order of causes. */
export const CONDITION_CODES = Object.keys(CONDITIONS) as readonly ConditionCode[];

const RANKS: ReadonlyMap<ConditionCode, number> = new Map(CONDITION_CODES.map((code, rank) => [code, rank]));

/** The position of a code in the order of causes; 0 is first. */
export function conditionRank(code: ConditionCode): number {
  return RANKS.get(code) ?? CONDITION_CODES.length;
}

/** The properties of a condition, for callers that do not know its code. */
export function conditionKind(code: ConditionCode): ConditionKind {
  return CONDITIONS[code];
}

/** The codes that a row can show, by their code in `attention`: those that a query can name. */
export const CONDITION_OF_ATTENTION: Readonly<Record<string, ConditionCode>> = Object.fromEntries(
  CONDITION_CODES.flatMap((code) => {
    const { row } = conditionKind(code);
    return row === null ? [] : [[row.attention, code]];
  }),
);

/** The words of a row by their code in `attention`: "board not hashing". */
export const ATTENTION_WORDS: Readonly<Record<string, string>> = Object.fromEntries(
  CONDITION_CODES.flatMap((code) => {
    const { row } = conditionKind(code);
    return row === null ? [] : [[row.attention, row.word]];
  }),
);
