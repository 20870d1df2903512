import type { Address } from '../../drivers/address.ts';
import { type AttachedNetwork, isNeighbour, readAttachedNetworks } from '../guards/attached-networks.ts';
import type { DialLimits } from './dial-all.ts';
import { freeDescriptors } from './free-descriptors.ts';
import { NEIGHBOUR_HELD_MS, type TakenEntries } from './neighbour-limit.ts';
import { neighbourTableSize } from './neighbour-table.ts';

/** Without a cap a scan begins with so many sockets. */
const FIRST_SOCKETS = 1024;
/**
 * Windows and macOS have 16,384 ports for connections that go out: half of them stay for everything
 * else.
 */
const MOST_SOCKETS = 8192;
/** A silent farm at this width takes as long as a scan may. */
const SLOWEST_SOCKETS = 64;
const SHORTEST_DEADLINE_MS = 60_000;

/** How many hosts that accepted are probed in parallel, where most of them do not answer. */
const MOST_PROBES = 256;
const FEWEST_PROBES = 16;

/**
 * How many hosts may be asked at once where most do not answer: a quarter of the free descriptors.
 */
export function probeRoom(descriptors: number | null = freeDescriptors()): number {
  if (descriptors === null) return MOST_PROBES;
  return Math.max(FEWEST_PROBES, Math.min(MOST_PROBES, Math.floor(descriptors / 4)));
}

/** What this computer has, for tests to say otherwise. */
export interface OwnMeans {
  /** Descriptors that are free now; null where nothing limits them. */
  readonly descriptors: number | null;
  readonly neighbours: number;
  readonly attached: readonly AttachedNetwork[];
  /** What the scan before has taken of the neighbour table and still holds. */
  readonly taken: TakenEntries | null;
}

export function ownMeans(): OwnMeans {
  return {
    descriptors: freeDescriptors(),
    neighbours: neighbourTableSize(),
    attached: readAttachedNetworks(),
    taken: takenNow(),
  };
}

let last = { entries: 0, endedMs: Number.NEGATIVE_INFINITY };

/** To be called when a scan has ended: the next one finds the neighbour table as it is then. */
export function noteScanned(addresses: readonly Address[], limits: DialLimits): void {
  const isNear = isNeighbour(limits.links.attached);
  const near = addresses.filter(({ host }) => isNear(host)).length;
  if (near > 0) last = { entries: near + (takenNow()?.entries ?? 0), endedMs: performance.now() };
}

function takenNow(): TakenEntries | null {
  const agoMs = performance.now() - last.endedMs;
  return last.entries > 0 && agoMs < NEIGHBOUR_HELD_MS ? { entries: last.entries, agoMs } : null;
}

/**
 * How wide these addresses may be dialled, and for how long. `cap` is the operator's word, which is
 * taken at once; with null a scan begins moderately and takes what the network bears. Half of the
 * free descriptors stay for miners that are polled, the screens and the database, and half of the
 * neighbour table for all else that this computer talks to.
 */
export function scanLimits(
  addresses: readonly Address[],
  timeoutMs: number,
  cap: number | null,
  means: OwnMeans,
): DialLimits {
  const affordable = means.descriptors === null ? MOST_SOCKETS * 2 : Math.max(1, Math.floor(means.descriptors / 2));
  const most = Math.min(cap ?? MOST_SOCKETS, affordable);
  const entries = Math.max(1, Math.floor(means.neighbours / 2));
  const isNear = isNeighbour(means.attached);
  const near = addresses.filter(({ host }) => isNear(host)).length;
  const slowestMs = (addresses.length * timeoutMs) / Math.min(SLOWEST_SOCKETS, most);
  const linkMs = (near * NEIGHBOUR_HELD_MS) / entries;
  return {
    timeoutMs,
    width: { start: cap === null ? Math.min(FIRST_SOCKETS, most) : most, most },
    links: { attached: near > 0 ? means.attached : [], entries, taken: means.taken },
    deadlineMs: Math.round(SHORTEST_DEADLINE_MS + 2 * (slowestMs + linkMs)),
  };
}

/** The same for one of several threads that share the addresses. */
export function shareLimits(limits: DialLimits, threads: number): DialLimits {
  const part = (all: number): number => Math.max(1, Math.ceil(all / threads));
  const { links } = limits;
  const taken = links.taken === null ? null : { ...links.taken, entries: part(links.taken.entries) };
  return {
    ...limits,
    width: { start: part(limits.width.start), most: part(limits.width.most) },
    links: { ...links, entries: Math.max(1, Math.floor(limits.links.entries / threads)), taken },
  };
}
