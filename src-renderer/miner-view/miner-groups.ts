import { freshReading, type Moment, poolHost } from '../../src-shared/miner/miner-now.ts';
import { minerState } from '../../src-shared/miner/miner-state.ts';
import type { Miner } from '../../src-shared/model/index.ts';
import { rackOf } from '../../src-shared/place.ts';
import { accountOf } from '../../src-shared/pools/ordered-pool.ts';
import { networkQuery, quoteValue, rackQuery } from '../../src-shared/query/index.ts';
import { subnetOf } from '../../src-shared/subnet-of.ts';
import { firmwareText } from './firmware-text.ts';
import { modelName } from './model-name.ts';
import { modelTexts } from './model-texts.ts';

/** The properties by which miners can be grouped. */
export const GROUPINGS = [
  'rack',
  'pdu',
  'switch',
  'subnet',
  'model',
  'state',
  'pool',
  'account',
  'preset',
  'firmware',
  'tag',
] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Miners with a common property. */
export interface MinerGroup {
  /** The common value; null for miners without one, or of which it is unknown. */
  readonly key: string | null;
  readonly label: string;
  /** The query that finds exactly these; null if there is none. */
  readonly query: string | null;
  readonly miners: readonly Miner[];
}

interface Reader {
  readonly keys: (miner: Miner, moment: Moment) => readonly (string | null)[];
  readonly label?: (miner: Miner) => string | null;
  /** `miners`: all that are grouped. */
  readonly query: ((key: string, miners: readonly Miner[]) => string) | null;
  readonly none: string;
  readonly noneQuery?: string;
}

/** The key of the miners of which no pool takes work: no name of a host. */
const NO_POOL = ' ';
const NO_POOL_QUERY = 'condition=pools_down';

/** The pool in the reading of a miner is then the first that is set, and not one that it uses. */
function isWithoutPool({ attention }: Miner): boolean {
  return attention.some(({ code }) => code === 'pools_down');
}

function poolQuery(key: string, miners: readonly Miner[]): string {
  if (key === NO_POOL) return NO_POOL_QUERY;
  const query = `pool=${quoteValue(key)}`;
  return miners.some(isWithoutPool) ? `${query} -${NO_POOL_QUERY}` : query;
}

const equals = (field: string) => (key: string) => `${field}=${quoteValue(key)}`;

const READERS: Readonly<Record<Grouping, Reader>> = {
  rack: {
    keys: ({ place }) => [rackOf(place)],
    query: (key) => rackQuery(key),
    none: modelTexts.noPlace,
    noneQuery: 'place:none',
  },
  pdu: { keys: ({ pdu }) => [pdu], query: equals('pdu'), none: modelTexts.noPdu },
  switch: { keys: (miner) => [miner.switch], query: equals('switch'), none: modelTexts.noSwitch },
  subnet: {
    keys: ({ ip, last_ip }) => [subnetOf(ip ?? last_ip)],
    query: networkQuery,
    none: modelTexts.noAddress,
  },
  model: {
    keys: ({ model_alias }) => [model_alias],
    label: modelName,
    query: equals('model'),
    none: modelTexts.unknownModel,
  },
  firmware: {
    keys: ({ firmware_name, firmware_version }) => [
      firmware_name === null || firmware_version === null ? null : `${firmware_name} ${firmware_version}`,
    ],
    label: firmwareText,
    query: equals('firmware'),
    none: modelTexts.unknownFirmware,
  },
  pool: {
    keys: (miner, moment) => [isWithoutPool(miner) ? NO_POOL : poolHost(freshReading(miner, moment)?.pool_url ?? null)],
    label: (miner) => (isWithoutPool(miner) ? modelTexts.noPool : null),
    query: poolQuery,
    none: modelTexts.unknownPool,
  },
  account: {
    keys: (miner, moment) => [
      accountOf({ user: freshReading(miner, moment)?.pool_user ?? null })?.toLowerCase() ?? null,
    ],
    label: ({ latest_status }) => accountOf({ user: latest_status?.pool_user ?? null }),
    query: equals('account'),
    none: modelTexts.noAccount,
  },
  preset: {
    keys: (miner, moment) => [freshReading(miner, moment)?.preset ?? null],
    query: equals('preset'),
    none: modelTexts.noPreset,
  },
  tag: {
    keys: ({ tags }) => (tags.length === 0 ? [null] : tags),
    query: equals('tag'),
    none: modelTexts.noTag,
  },
  // A miner can match several states of the search, but has only one mark.
  state: { keys: (miner, moment) => [minerState(miner, moment).word], query: null, none: '' },
};

const natural = new Intl.Collator('en', { numeric: true });

/**
 * Groups miners by a property, sorted by name; those without it are last. By tag, a miner is in the
 * group of each of its tags. `known` are keys that have a group even without miners.
 */
export function groupMiners(
  miners: readonly Miner[],
  grouping: Grouping,
  moment: Moment,
  known: readonly string[] = [],
): readonly MinerGroup[] {
  const { keys, label, query, none, noneQuery } = READERS[grouping];
  const groups = new Map<string | null, Miner[]>(known.map((key) => [key, []]));
  for (const miner of miners) {
    for (const key of keys(miner, moment)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [miner]);
      else group.push(miner);
    }
  }
  return [...groups]
    .map(([key, those]) => ({
      key,
      label: key === null ? none : (those[0] !== undefined && label?.(those[0])) || key,
      query: key === null ? (noneQuery ?? null) : (query?.(key, miners) ?? null),
      miners: those,
    }))
    .sort(
      (a, b) =>
        Number(a.key === null) - Number(b.key === null) ||
        Number(a.key === NO_POOL) - Number(b.key === NO_POOL) ||
        natural.compare(a.label, b.label),
    );
}
