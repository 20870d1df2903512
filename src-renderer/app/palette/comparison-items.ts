import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { rackOf } from '../../../src-shared/place.ts';
import { formatComparePath } from '../../miner-view/locations/compare-location.ts';
import { appTexts } from '../app-texts.ts';
import { MOST_MINERS, matchMiners, type PaletteItem, whereabouts } from './match-items.ts';

const texts = appTexts.palette;

/**
 * The comparisons that a text asks for: `compare A with B`, or `compare B` beside the open miner.
 * As long as nothing of the second one is typed, the likely ones are offered.
 */
export function comparisonItems(
  miners: readonly Miner[],
  text: string,
  open: Miner | undefined,
  goTo: (path: string) => void,
): readonly PaletteItem[] {
  const asked = /^\s*compare(?:\s+(?<rest>.*))?$/i.exec(text)?.groups;
  if (asked === undefined) return [];
  const rest = asked['rest'] ?? '';
  const both = /^(?<first>.*?)\s+with(?:\s+(?<second>.*))?$/i.exec(rest)?.groups;
  const first = both === undefined ? open : minerCalled(miners, both['first'] ?? '');
  if (first === undefined) return [];
  const second = (both === undefined ? rest : (both['second'] ?? '')).trim();
  const others = second === '' ? likelyOthers(first, miners) : matchMiners(miners, second);
  return others
    .filter(({ id }) => id !== first.id)
    .map((other) => ({
      id: `compare-${other.id}`,
      label: texts.compare(minerName(first), minerName(other)),
      detail: whereabouts(other),
      run: () => goTo(formatComparePath([first.id, other.id])),
    }));
}

/** The miner whose whole name, address or MAC this is, else the first one that it finds. */
function minerCalled(miners: readonly Miner[], text: string): Miner | undefined {
  const called = text.trim().toLowerCase();
  const found = matchMiners(miners, called);
  return found.find((miner) => [miner.id, minerName(miner).toLowerCase()].includes(called)) ?? found[0];
}

/** Other miners of the same model, those of the same rack first. */
function likelyOthers(first: Miner, miners: readonly Miner[]): readonly Miner[] {
  const rack = rackOf(first.place);
  const alike = miners.filter(({ id, model_alias }) => id !== first.id && model_alias === first.model_alias);
  const beside = rack === null ? [] : alike.filter(({ place }) => rackOf(place) === rack);
  return [...new Set([...beside, ...alike])].slice(0, MOST_MINERS);
}
