/**
 * Some chips of one board: what an anomaly points at, as positions in the list of the board,
 * counted from 0, because labels may repeat. No chips = the whole board.
 */
export interface ChipSpot {
  readonly chainId: number;
  readonly positions: readonly number[];
}

/**
 * What the fleet screen shows beside the table, by its path: `/fleet`, `/fleet/MAC` or
 * `/fleet/MAC/board/2/24,25`.
 */
export interface FleetLocation {
  readonly minerId: string | null;
  readonly spot: ChipSpot | null;
}

const PATH = /^\/fleet(?:\/(?<miner>[^/]+)(?:\/board\/(?<chain>\d{1,4})(?:\/(?<chips>\d+(?:,\d+)*))?)?)?\/?$/;

/** An address links at most so many chips: beyond that it is the board that stands out. */
const MOST_CHIPS = 48;

/** Null for a path that is none of the fleet's. */
export function parseFleetPath(path: string): FleetLocation | null {
  const groups = PATH.exec(path)?.groups;
  if (groups === undefined) return null;
  const { miner, chain, chips } = groups;
  return {
    minerId: miner === undefined ? null : decoded(miner),
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

/**
 * A typed address may hold anything; what cannot be decoded is no miner's and is shown as it is.
 */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
