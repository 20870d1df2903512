import type { Address } from '../../drivers/address.ts';
import { type AttachedNetwork, isNeighbour, readAttachedNetworks } from '../attached-networks.ts';
import type { DialLimits } from './dial-all.ts';
import { freeDescriptors } from './free-descriptors.ts';
import { NEIGHBOUR_HELD_MS, type TakenEntries } from './neighbour-limit.ts';
import { neighbourTableSize } from './neighbour-table.ts';

/** Sockets that a scan without a cap begins with. */
const FIRST_SOCKETS = 1024;
/** Windows and macOS have 16,384 ports for outgoing connections: half of them are left free. */
const MOST_SOCKETS = 8192;
/** The deadline of a scan allows for a silent farm at this width. */
const SLOWEST_SOCKETS = 64;
const SHORTEST_DEADLINE_MS = 60_000;

/** How many hosts that accepted are probed in parallel where most of them do not answer. */
const MOST_PROBES = 256;
const FEWEST_PROBES = 16;

/** How many hosts may be probed at once where most do not answer: a quarter of the descriptors. */
export function probeRoom(descriptors: number | null = freeDescriptors()): number {
  if (descriptors === null) return MOST_PROBES;
  return Math.max(FEWEST_PROBES, Math.min(MOST_PROBES, Math.floor(descriptors / 4)));
}

/** The resources of this computer; tests pass other values. */
export interface OwnMeans {
  /** Descriptors that are free now; null without a limit. */
  readonly descriptors: number | null;
  readonly neighbours: number;
  readonly attached: readonly AttachedNetwork[];
  /** Entries of the neighbour table that the previous scan still holds. */
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

/** Records the end of a scan: the next one finds its entries in the neighbour table. */
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
 * Limits for dialling these addresses. `cap` is set by the operator and applies at once; with null
 * a scan begins moderately and grows as the network allows. Half of the free descriptors are left
 * for polls, screens and the database, and half of the neighbour table for everything else on this
 * computer.
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

/** The limits for one of several threads that share the addresses. */
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
