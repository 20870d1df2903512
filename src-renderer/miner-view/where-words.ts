import type { Miner } from '../../src-shared/model/index.ts';
import { rackOf } from '../../src-shared/place.ts';
import { subnetOf } from '../../src-shared/subnet-of.ts';
import { modelTexts } from './model-texts.ts';

const texts = modelTexts.where;

/** From this share on, miners are mostly in one place. */
const MOST = 0.8;

/**
 * Where miners are: their rack, that of most of them, or in how many racks they are. Where none has
 * a place, the same by network. Null if there is nothing to say in a few words.
 */
export function whereWords(miners: readonly Miner[]): string | null {
  const racks = Map.groupBy(miners, ({ place }) => rackOf(place));
  if (racks.size === 1 && racks.has(null)) {
    const networks = Map.groupBy(miners, ({ ip, last_ip }) => subnetOf(ip ?? last_ip));
    return whereIn(networks, miners.length, (network) => network, texts.networks);
  }
  return whereIn(racks, miners.length, texts.rack, texts.racks);
}

function whereIn(
  groups: ReadonlyMap<string | null, readonly Miner[]>,
  of: number,
  nameOf: (key: string) => string,
  countOf: (groups: number) => string,
): string | null {
  const [largest] = [...groups].sort((a, b) => b[1].length - a[1].length);
  if (largest === undefined) return null;
  const [key, inLargest] = largest;
  if (key !== null && inLargest.length === of) return texts.in(nameOf(key));
  if (key !== null && inLargest.length >= MOST * of) return texts.mostIn(nameOf(key));
  return groups.has(null) ? null : texts.in(countOf(groups.size));
}
