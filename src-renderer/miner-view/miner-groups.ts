import { freshReading, type Moment, poolHost } from '../../src-shared/miner-now.ts';
import { minerState } from '../../src-shared/miner-state.ts';
import type { Miner } from '../../src-shared/model/index.ts';
import { rackOf } from '../../src-shared/place.ts';
import { quoteValue } from '../../src-shared/query/index.ts';
import { subnetOf } from '../../src-shared/subnet-of.ts';
import { firmwareText } from './firmware-text.ts';
import { modelName } from './model-name.ts';
import { modelTexts } from './model-texts.ts';

/** What miners can be put together by. */
export const GROUPINGS = [
  'rack',
  'pdu',
  'switch',
  'subnet',
  'model',
  'state',
  'pool',
  'preset',
  'firmware',
  'tag',
] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Miners that have something in common. */
export interface MinerGroup {
  /** What they have in common; null for those of which it is not known, or who have none. */
  readonly key: string | null;
  readonly label: string;
  /** The search that finds exactly these; null where there is none. */
  readonly query: string | null;
  readonly miners: readonly Miner[];
}

interface Reader {
  readonly keys: (miner: Miner, moment: Moment) => readonly (string | null)[];
  readonly label?: (miner: Miner) => string | null;
  readonly query: ((key: string) => string) | null;
  readonly none: string;
  readonly noneQuery?: string;
}

const equals = (field: string) => (key: string) => `${field}=${quoteValue(key)}`;

const READERS: Readonly<Record<Grouping, Reader>> = {
  rack: {
    keys: ({ place }) => [rackOf(place)],
    query: equals('rack'),
    none: modelTexts.noPlace,
    noneQuery: 'place:none',
  },
  pdu: { keys: ({ pdu }) => [pdu], query: equals('pdu'), none: modelTexts.noPdu },
  switch: { keys: (miner) => [miner.switch], query: equals('switch'), none: modelTexts.noSwitch },
  subnet: {
    keys: ({ ip, last_ip }) => [subnetOf(ip ?? last_ip)],
    query: (key) => `ip:${key}`,
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
    keys: (miner, moment) => [poolHost(freshReading(miner, moment)?.pool_url ?? null)],
    query: equals('pool'),
    none: modelTexts.noPool,
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
  // A miner can be in several states by the words of the search, and is in one by its mark.
  state: { keys: (miner, moment) => [minerState(miner, moment).word], query: null, none: '' },
};

const natural = new Intl.Collator('en', { numeric: true });

/**
 * Miners by what they have in common, in the order of the names; those without come last. By tag a
 * miner is in the group of each of its tags. `known` are keys that have a group without miners too.
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
      query: key === null ? (noneQuery ?? null) : (query?.(key) ?? null),
      miners: those,
    }))
    .sort((a, b) => Number(a.key === null) - Number(b.key === null) || natural.compare(a.label, b.label));
}
