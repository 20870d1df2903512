import type { Moment } from '../../../../src-shared/miner/miner-now.ts';
import type { Miner, Rack } from '../../../../src-shared/model/index.ts';
import { networkQuery } from '../../../../src-shared/query/index.ts';
import { subnetOf } from '../../../../src-shared/subnet-of.ts';
import { groupMiners, type MinerGroup } from '../../../miner-view/miner-groups.ts';
import { byPosition } from '../../../miner-view/racks/position.ts';
import { rackCells, sizeOf } from '../../../miner-view/racks/rack-slots.ts';
import { overviewTexts } from '../overview-texts.ts';
import { columnsOf } from './cell-sizes.ts';

/** A box of the map: a rack, a network, or the miners without a place. */
export interface MapBox {
  readonly key: string;
  readonly label: string;
  readonly query: string | null;
  readonly miners: readonly Miner[];
  /** The cells in drawing order, line by line; null is an empty slot of a rack of known size. */
  readonly cells: readonly (Miner | null)[];
  readonly columns: number;
  /** The description of the rack; null if it is not a rack or has none. */
  readonly rack: Rack | null;
}

/**
 * The farm as boxes: racks if any are known, otherwise networks of 256 addresses. In a rack of
 * known size, miners are in the slots of their positions; otherwise they are sorted by position, in
 * a network by address. A rack with a description is shown even without miners.
 */
export function mapBoxesOf(miners: readonly Miner[], moment: Moment, racks: readonly Rack[] = []): readonly MapBox[] {
  if (racks.length === 0 && miners.every(({ place }) => place === null)) return networkBoxes(miners);
  const known = new Map(racks.map((rack) => [rack.rack, rack]));
  const groups = groupMiners(miners, 'rack', moment, [...known.keys()]);
  return groups.map((group) => boxOf(group, group.key === null ? null : (known.get(group.key) ?? null)));
}

/** Puts boxes without online miners first, so that they are seen even if not all boxes fit. */
export function darkFirst(boxes: readonly MapBox[]): readonly MapBox[] {
  const isDark = ({ miners }: MapBox): boolean => miners.length > 1 && miners.every(({ online }) => !online);
  const dark = boxes.filter(isDark);
  return dark.length === 0 ? boxes : [...dark, ...boxes.filter((box) => !isDark(box))];
}

/** Whether the boxes are racks. */
export function hasRacks(boxes: readonly MapBox[]): boolean {
  return boxes.some(isRack);
}

export function isRack({ query }: MapBox): boolean {
  return query?.startsWith('rack') === true;
}

function boxOf({ key, label, query, miners }: MinerGroup, rack: Rack | null): MapBox {
  const sorted = [...miners].sort((a, b) => byPosition(a, b) || byAddress(a, b));
  const size = sizeOf(rack);
  const cells = size === null ? sorted : rackCells(sorted, size);
  const columns = rack?.columns ?? columnsOf(cells.length);
  return { key: key ?? '', label, query, miners: sorted, cells, columns, rack };
}

function networkBoxes(miners: readonly Miner[]): readonly MapBox[] {
  const boxes = new Map<string, Miner[]>();
  for (const miner of [...miners].sort(byAddress)) {
    const address = miner.ip ?? miner.last_ip;
    const network = subnetOf(address) ?? '';
    const box = boxes.get(network);
    if (box === undefined) boxes.set(network, [miner]);
    else box.push(miner);
  }
  return [...boxes].map(([network, those]) => ({
    key: network,
    label: network === '' ? overviewTexts.map.noAddress : network,
    query: network === '' ? null : networkQuery(network),
    miners: those,
    cells: those,
    columns: columnsOf(those.length),
    rack: null,
  }));
}

const numbers = new Map<string, number>();
const ADDRESSES_KEPT = 50_000;

function byAddress(a: Miner, b: Miner): number {
  return addressNumber(a.ip ?? a.last_ip) - addressNumber(b.ip ?? b.last_ip) || (a.id < b.id ? -1 : 1);
}

/** An address as a number, including the port; a missing address is last. */
function addressNumber(address: string | null): number {
  if (address === null) return Number.MAX_SAFE_INTEGER;
  let number = numbers.get(address);
  if (number === undefined) {
    const [host = '', port = '80'] = address.split(':');
    number = host.split('.').reduce((sum, part) => sum * 256 + (Number(part) || 0), 0) * 65_536 + Number(port);
    if (numbers.size >= ADDRESSES_KEPT) numbers.clear();
    numbers.set(address, number);
  }
  return number;
}

/** Keys of the map. They move within a box by its columns, and at its ends to the next box. */
export type MapKey = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown' | 'Home' | 'End' | '[' | ']';
export const MAP_KEYS: readonly string[] = [
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  '[',
  ']',
] satisfies MapKey[];

export interface MapSpot {
  readonly box: number;
  readonly cell: number;
}

/** The part of a box that keys need. */
export type BoxShape = Pick<MapBox, 'cells' | 'columns'>;

/** The next miner in the direction of a key. Empty slots are skipped. */
export function stepToMiner(boxes: readonly BoxShape[], from: MapSpot, key: MapKey): MapSpot {
  const isMiner = ({ box, cell }: MapSpot): boolean => boxes[box]?.cells[cell] != null;
  let [at, onward] = [stepOnMap(boxes, from, key), key];
  if (key === 'Home') onward = 'ArrowRight';
  if (key === 'End') onward = 'ArrowLeft';
  if ((key === '[' || key === ']') && !isMiner(at) && (boxes[at.box]?.cells.length ?? 0) > 0) onward = 'ArrowRight';
  while (!isMiner(at)) {
    const next = stepOnMap(boxes, at, onward);
    if (next.box !== at.box || next.cell !== at.cell) at = next;
    // A column of another box may have no miner: then the nearest one of that box is used.
    else if (at.box === from.box || (onward !== 'ArrowUp' && onward !== 'ArrowDown')) return from;
    else onward = onward === 'ArrowUp' ? 'ArrowLeft' : 'ArrowRight';
  }
  return at;
}

export function stepOnMap(boxes: readonly BoxShape[], { box, cell }: MapSpot, key: MapKey): MapSpot {
  const sizes = boxes.map(({ cells }) => cells.length);
  const size = sizes[box] ?? 0;
  const columns = boxes[box]?.columns ?? 1;
  const last = (at: number): number => Math.max(0, (sizes[at] ?? 1) - 1);
  const before = (): MapSpot => (box === 0 ? { box, cell } : { box: box - 1, cell: last(box - 1) });
  const after = (): MapSpot => (box + 1 < sizes.length ? { box: box + 1, cell: 0 } : { box, cell });
  switch (key) {
    case 'ArrowLeft':
      return cell > 0 ? { box, cell: cell - 1 } : before();
    case 'ArrowRight':
      return cell + 1 < size ? { box, cell: cell + 1 } : after();
    case 'ArrowUp':
      return cell >= columns ? { box, cell: cell - columns } : before();
    case 'ArrowDown':
      return cell + columns < size ? { box, cell: cell + columns } : after();
    case 'Home':
      return { box: 0, cell: 0 };
    case 'End':
      return { box: sizes.length - 1, cell: last(sizes.length - 1) };
    case '[':
      return { box: Math.max(0, box - 1), cell: 0 };
    case ']':
      return { box: Math.min(sizes.length - 1, box + 1), cell: 0 };
  }
}
