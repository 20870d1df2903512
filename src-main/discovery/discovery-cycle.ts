import type { Scan } from '../../src-shared/model/index.ts';
import type { Asker } from '../asking/asker.ts';
import type { Clock } from '../clock.ts';
import { type Address, formatAddress, parseAddress } from '../firmware/address.ts';
import type { DeviceInfo } from '../firmware/readings.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { Gate } from '../gate.ts';
import { type DialResult, dialPatiently } from './dial.ts';
import { lightScan } from './light-scan.ts';
import type { LostLinks } from './lost-links.ts';
import type { NotMiners } from './not-miners.ts';
import type { ScanPlan } from './scan-plan.ts';
import type { ShiftingHosts } from './shifting-hosts.ts';
import { type Elsewhere, Strangers } from './strangers.ts';

export interface CycleSettings {
  readonly lightScanTimeoutMs: number;
  readonly probeTimeoutMs: number;
  readonly concurrency: number;
  /** A miner that a poll has read within this time is where it was, since polls make sure of its MAC: it is not dialled again. */
  readonly readWithinMs: number;
  /** Somebody asked for this scan: what answers is taken for the farm, also where it looks like another network. */
  readonly isAsked: boolean;
}

export interface CycleDeps {
  readonly asker: Pick<Asker, 'readInfo'>;
  readonly fleet: Fleet;
  readonly clock: Clock;
  readonly notMiners: NotMiners;
  readonly shiftingHosts: ShiftingHosts;
  readonly lostLinks: LostLinks;
  /** What follows for a miner that was just seen: its key and its model. Its failures are its own to note. */
  readonly settle: (id: string, address: Address) => Promise<void>;
  readonly onProgress: (progress: Partial<Scan>) => void;
  readonly onEvent: (event: CycleEvent) => void;
}

export type CycleEvent =
  | { readonly kind: 'new' | 'back' | 'offline'; readonly id: string }
  | { readonly kind: 'moved'; readonly id: string; readonly from: string }
  | { readonly kind: 'conflict'; readonly id: string; readonly ips: readonly string[] }
  | { readonly kind: 'no_mac'; readonly ip: string }
  | { readonly kind: 'shifting'; readonly ip: string };

const CUT_SHORT: CycleEnd = { completed: false, noRoute: false, elsewhere: null };

const PROBES_AT_ONCE = 64;
const CONFIRM_TIMEOUT_FACTOR = 4;

/** How a cycle ended. `noRoute` means that this machine could not reach some of what it was to scan: nobody there was called offline. */
export interface CycleEnd {
  readonly completed: boolean;
  readonly noRoute: boolean;
  /** Where most known miners have strangers at their addresses: nobody was called offline, and no stranger was added. */
  readonly elsewhere: Elsewhere | null;
}

/**
 * One pass: dial every address, ask who answers, note it in the fleet, look once more where a known miner was missed, and only then call
 * it offline. A pass that was cut short calls nobody offline.
 */
export async function runDiscoveryCycle(
  plan: ScanPlan,
  settings: CycleSettings,
  deps: CycleDeps,
  signal: AbortSignal,
): Promise<CycleEnd> {
  const { fleet, notMiners } = deps;
  const probes = new Gate(PROBES_AT_ONCE);
  const strangers = new Strangers(fleet, plan, settings.isAsked);
  const pending: Promise<void>[] = [];
  const claims = new Map<string, Claim[]>();
  const applied = new Set<string>();
  const unreachable = new Set<string>();
  const justRead = findJustRead(fleet, deps.clock.nowMs(), settings.readWithinMs);
  for (const id of justRead.values()) applied.add(id);
  const count = { done: 0, answered: 0, found: 0, notMiners: 0, isNew: 0, back: 0, moved: 0, offline: 0 };
  const report = (): void =>
    deps.onProgress({
      addresses_done: count.done,
      answered: count.answered,
      miners_found: count.found,
      not_miners: count.notMiners,
      miners_new: count.isNew,
      miners_back: count.back,
      miners_moved: count.moved,
      miners_offline: count.offline,
    });

  /** Takes the miner as being at this address. */
  const apply = async (mac: string, { address, info }: Claim): Promise<void> => {
    applied.add(mac);
    const sighting = fleet.sight(mac, formatAddress(address), info);
    count.found += 1;
    if (sighting.isNew) {
      count.isNew += 1;
      deps.onEvent({ kind: 'new', id: mac });
    } else if (sighting.isBack) {
      count.back += 1;
      deps.onEvent({ kind: 'back', id: mac });
    }
    if (sighting.movedFrom !== null) {
      count.moved += 1;
      deps.onEvent({ kind: 'moved', id: mac, from: sighting.movedFrom });
    }
    await deps.settle(mac, address);
  };

  // A miner seen elsewhere than before is taken as moved only when the scan is through: if its old address claims the same MAC too, that
  // is a conflict, and the row keeps still.
  const claim = async (mac: string, address: Address, info: DeviceInfo): Promise<void> => {
    const made = { address, info };
    const earlier = claims.get(mac);
    if (earlier === undefined) claims.set(mac, [made]);
    else earlier.push(made);
    const lastIp = fleet.entry(mac)?.stored.last_ip ?? null;
    if (!applied.has(mac) && (lastIp === null || lastIp === formatAddress(address))) await apply(mac, made);
  };

  const probe = async (address: Address): Promise<void> => {
    const ip = formatAddress(address);
    if (notMiners.shouldSkip(ip)) {
      count.notMiners += 1;
      return;
    }
    const info = await deps.asker.readInfo(address, { signal, timeoutMs: settings.probeTimeoutMs });
    if (signal.aborted) return;
    if (!info.ok) {
      if (info.error.code === 'not_a_miner' || info.error.code === 'not_found') {
        notMiners.add(ip);
        count.notMiners += 1;
      }
      return;
    }
    notMiners.forget(ip);
    const mac = info.value.mac;
    if (mac === null) {
      count.notMiners += 1;
      deps.onEvent({ kind: 'no_mac', ip });
    } else if (fleet.entry(mac) === null && !deps.shiftingHosts.admits(ip)) {
      count.notMiners += 1;
      deps.onEvent({ kind: 'shifting', ip });
    } else if (fleet.entry(mac) === null && strangers.holdBack(mac, address, info.value)) {
      // Whether it is a new one of the farm is known when the scan is through.
    } else {
      await claim(mac, address, info.value);
    }
  };

  const onResult = (address: Address, result: DialResult): void => {
    count.done += 1;
    if (result === 'no_route') unreachable.add(formatAddress(address));
    if (result === 'open') {
      count.answered += 1;
      pending.push(probes.run(() => probe(address)).then(report));
    }
    if (count.done % 64 === 0) report();
  };

  deps.lostLinks.look();
  deps.onProgress({ phase: 'dialling', addresses_total: plan.addresses.length });
  const { lightScanTimeoutMs: timeoutMs, concurrency } = settings;
  const toDial = plan.addresses.filter((address) => !justRead.has(formatAddress(address)));
  const spared = plan.addresses.length - toDial.length;
  count.done += spared;
  count.answered += spared;
  count.found += spared;
  await lightScan(toDial, { timeoutMs, concurrency, signal, onResult });
  deps.onProgress({ phase: 'probing' });
  await Promise.all(pending);
  const elsewhere = strangers.judge(new Set([...claims.keys(), ...justRead.values()]));
  if (elsewhere === null) await Promise.all(strangers.held.map((one) => claim(one.mac, one.address, one.info)));
  await Promise.all(
    [...claims].filter(([mac]) => !applied.has(mac)).map(([mac, made]) => apply(mac, made[0] as Claim)),
  );
  report();
  if (signal.aborted) return CUT_SHORT;
  if (elsewhere !== null) return { completed: true, noRoute: unreachable.size > 0, elsewhere };

  deps.onProgress({ phase: 'confirming' });
  const missing = [...fleet.entries()].filter(
    ({ stored }) =>
      stored.ip !== null &&
      plan.covers(stored.ip) &&
      !claims.has(stored.id) &&
      !justRead.has(stored.ip) &&
      !unreachable.has(stored.ip),
  );
  const confirm = async (id: string, ip: string): Promise<void> => {
    const answer = await lookAgain(ip, settings, deps, signal);
    if (signal.aborted || claims.has(id)) return;
    const isLost = answer.kind === 'gone' && deps.lostLinks.look()(parseAddress(ip)?.host ?? '');
    if (answer.kind === 'no_route' || isLost) {
      unreachable.add(ip);
      return;
    }
    if (answer.kind === 'miner' && answer.info.mac === id) await claim(id, parseAddress(ip) as Address, answer.info);
    if (answer.kind === 'gone' || (answer.kind === 'miner' && answer.info.mac !== null && answer.info.mac !== id)) {
      fleet.markOffline(id);
      count.offline += 1;
      deps.onEvent({ kind: 'offline', id });
    }
  };
  await Promise.all(missing.map(({ stored }) => probes.run(() => confirm(stored.id, stored.ip as string))));
  report();
  if (signal.aborted) return CUT_SHORT;

  const readAt = new Map([...justRead].map(([ip, id]) => [id, ip]));
  for (const id of new Set([...claims.keys(), ...readAt.keys()])) {
    const entry = fleet.entry(id);
    const claimed = (claims.get(id) ?? []).map(({ address }) => formatAddress(address));
    const ip = readAt.get(id);
    const ips = ip === undefined ? claimed : [ip, ...claimed];
    const others = ips.filter((ip) => ip !== entry?.stored.ip);
    if (others.length > 0 && entry?.conflictIps.length === 0) deps.onEvent({ kind: 'conflict', id, ips });
    fleet.setConflict(id, others);
  }
  return { completed: true, noRoute: unreachable.size > 0, elsewhere: null };
}

/** Miners that were read at their address since a moment and of which nothing is to be found out, by that address. */
function findJustRead(fleet: Fleet, now: number, withinMs: number): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of fleet.entries()) {
    const { stored, poll } = entry;
    const hasModel = (fleet.modelOf(entry)?.presets.length ?? 0) > 0;
    const isSettled = hasModel && stored.api_key_sealed !== null && !entry.keySuspect;
    const agoMs = now - (poll.lastSuccessAt ?? 0);
    // A clock that was set back would make old readings look new.
    if (stored.ip !== null && isSettled && agoMs >= 0 && agoMs < withinMs) found.set(stored.ip, stored.id);
  }
  return found;
}

/** An address that answers with a MAC. */
interface Claim {
  readonly address: Address;
  readonly info: DeviceInfo;
}

type SecondLook =
  | { readonly kind: 'gone' | 'no_route' | 'silent_host' }
  | { readonly kind: 'miner'; readonly info: DeviceInfo };

/** A longer look at one address. A host that accepts and then says nothing is in trouble, not gone: polling tells of it. */
async function lookAgain(
  ip: string,
  settings: CycleSettings,
  deps: CycleDeps,
  signal: AbortSignal,
): Promise<SecondLook> {
  const address = parseAddress(ip);
  if (address === null) return { kind: 'gone' };
  const result = await dialPatiently(address, settings.lightScanTimeoutMs * CONFIRM_TIMEOUT_FACTOR, signal);
  if (result === 'no_route') return { kind: 'no_route' };
  if (result !== 'open') return { kind: 'gone' };
  const timeoutMs = settings.probeTimeoutMs * CONFIRM_TIMEOUT_FACTOR;
  const info = await deps.asker.readInfo(address, { signal, timeoutMs });
  if (info.ok) return { kind: 'miner', info: info.value };
  if (info.error.code === 'refused') return { kind: 'gone' };
  return { kind: 'silent_host' };
}
