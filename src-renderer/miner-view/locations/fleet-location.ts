import { decodedPart } from '../../ui/hash-location.ts';

/**
 * Chips of one board to which an anomaly refers. They are indexes in the list of the board, because
 * labels may repeat. No chips = the whole board.
 */
export interface ChipSpot {
  readonly chainId: number;
  readonly positions: readonly number[];
}

/**
 * What the fleet screen shows beside the table, from its path: `/fleet`, `/fleet/MAC` or
 * `/fleet/MAC/board/2/24,25`.
 */
export interface FleetLocation {
  readonly minerId: string | null;
  readonly spot: ChipSpot | null;
}

const PATH = /^\/fleet(?:\/(?<miner>[^/]+)(?:\/board\/(?<chain>\d{1,4})(?:\/(?<chips>\d+(?:,\d+)*))?)?)?\/?$/;

/** Maximum number of chips in an address. If there are more, it refers to the whole board. */
const MOST_CHIPS = 48;

/** Null for other paths. */
export function parseFleetPath(path: string): FleetLocation | null {
  const groups = PATH.exec(path)?.groups;
  if (groups === undefined) return null;
  const { miner, chain, chips } = groups;
  return {
    minerId: miner === undefined ? null : decodedPart(miner),
    spot: chain === undefined ? null : { chainId: Number(chain), positions: chips?.split(',').map(Number) ?? [] },
  };
}

export function formatFleetPath({ minerId, spot }: FleetLocation): string {
  if (minerId === null) return '/fleet';
  const miner = `/fleet/${minerId}`;
  if (spot === null) return miner;
  const chips = spot.positions.length > 0 && spot.positions.length <= MOST_CHIPS ? `/${spot.positions.join(',')}` : '';
  return `${miner}/board/${spot.chainId}${chips}`;
}
