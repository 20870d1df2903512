import { operatorPoolUrls } from '../../src-shared/judging/pools.ts';
import { poolHost } from '../../src-shared/miner/miner-now.ts';
import { firmwareOf, greatMajorityOf } from '../../src-shared/miner/usual-values.ts';
import { rackOf } from '../../src-shared/place.ts';
import type { StoredModel } from '../store/store.ts';
import type { Entry } from './miner-entry.ts';
import { UsualValues } from './usual-values.ts';

/** What nearly all miners like this one have; null where that is not known. */
export interface UsualOfMiner {
  readonly preset: string | null;
  readonly firmware: string | null;
  /** The hosts of its pools, in their order. */
  readonly pools: readonly string[] | null;
}

const SEPARATOR = '\n';

/** What is usual on the farm: presets and firmware by model, pools by algorithm, else by rack. */
export class UsualOfFarm {
  readonly #presets = new UsualValues({
    groupOf: ({ stored }) => stored.model_alias,
    readValue: ({ latest }) => latest?.figures.preset ?? null,
    usualOf: greatMajorityOf,
  });
  readonly #firmware = new UsualValues({
    groupOf: ({ stored }) => stored.model_alias,
    readValue: ({ stored }) => firmwareOf(stored),
    usualOf: greatMajorityOf,
  });
  readonly #poolsOfFarm: UsualValues;
  readonly #poolsOfRack = new UsualValues({
    groupOf: ({ stored }) => rackOf(stored.place),
    readValue: poolsOf,
    usualOf: greatMajorityOf,
  });
  readonly #all: readonly UsualValues[];

  constructor(modelOf: (entry: Entry) => StoredModel | null) {
    this.#poolsOfFarm = new UsualValues({
      groupOf: (entry) => modelOf(entry)?.algorithm ?? null,
      readValue: poolsOf,
      usualOf: greatMajorityOf,
    });
    this.#all = [this.#presets, this.#firmware, this.#poolsOfFarm, this.#poolsOfRack];
  }

  of(entry: Entry): UsualOfMiner {
    const pools = this.#poolsOfFarm.of(entry) ?? this.#poolsOfRack.of(entry);
    return {
      preset: this.#presets.of(entry),
      firmware: this.#firmware.of(entry),
      pools: pools === null ? null : pools.split(SEPARATOR),
    };
  }

  note(entry: Entry, isPolled: boolean): void {
    for (const values of this.#all) values.note(entry, isPolled);
  }

  forget(id: string): void {
    for (const values of this.#all) values.forget(id);
  }

  /** A test for the miners of which something else is usual than at the last call; null if there are none. */
  takeChanged(): ((entry: Entry) => boolean) | null {
    const changed = this.#all
      .map((values) => ({ values, groups: values.takeChanged() }))
      .filter(({ groups }) => groups.size > 0);
    if (changed.length === 0) return null;
    return (entry) => changed.some(({ values, groups }) => groups.has(values.groupOf(entry) ?? ''));
  }
}

function poolsOf({ latest }: Entry): string | null {
  const hosts = latest === null ? [] : operatorPoolUrls(latest.pools).map((url) => poolHost(url)?.toLowerCase() ?? '');
  return hosts.length === 0 ? null : hosts.join(SEPARATOR);
}
