import { queryTexts } from '../query-texts.ts';

/** The fields of a miner with the values yes and no. */
export const FLAG_NAMES = ['managed', 'online', 'hashing', 'attention', 'losing'] as const;
export type FlagName = (typeof FLAG_NAMES)[number];

/** A word that is a complete term. */
export interface Flag {
  readonly flag: FlagName;
  readonly negated: boolean;
  readonly means: string;
  /** What else an operator calls it. It is offered by these words, and they are no terms. */
  readonly also: readonly string[];
}

const { flags: texts } = queryTexts;

export const FLAGS: Readonly<Record<string, Flag>> = {
  online: { flag: 'online', negated: false, means: texts.online, also: [] },
  offline: { flag: 'online', negated: true, means: texts.offline, also: ['dark', 'down', 'gone'] },
  hashing: { flag: 'hashing', negated: false, means: texts.hashing, also: [] },
  managed: { flag: 'managed', negated: false, means: texts.managed, also: [] },
  unmanaged: { flag: 'managed', negated: true, means: texts.unmanaged, also: ['new'] },
  losing: { flag: 'losing', negated: false, means: texts.losing, also: ['loses hash rate', 'lost hash rate'] },
  attention: { flag: 'attention', negated: false, means: texts.attention, also: ['needs attention', 'trouble'] },
};

/** The query for the miners of a flag, or for all others, with its meaning. */
export function flagQuery(flag: FlagName, negated: boolean): Pick<Flag, 'means'> & { readonly query: string } {
  const own = Object.entries(FLAGS).find(([, one]) => one.flag === flag && one.negated === negated);
  if (own !== undefined) return { query: own[0], means: own[1].means };
  const means = flag === 'hashing' ? texts.notHashing : flag === 'losing' ? texts.notLosing : texts.noAttention;
  return { query: `-${flag}`, means };
}
