import type { Scan } from '../../src-shared/model/index.ts';
import type { Clock } from '../clock.ts';
import { type Address, formatAddress, parseAddress } from '../firmware/address.ts';
import type { FirmwareClient } from '../firmware/client.ts';
import type { DeviceInfo } from '../firmware/readings.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { Gate } from '../gate.ts';
import { type DialResult, dial, lightScan } from './light-scan.ts';
import type { NotMiners } from './not-miners.ts';
import type { ScanPlan } from './scan-plan.ts';

export interface CycleSettings {
  readonly lightScanTimeoutMs: number;
  readonly probeTimeoutMs: number;
  readonly concurrency: number;
}

export interface CycleDeps {
  readonly client: Pick<FirmwareClient, 'readInfo'>;
  readonly fleet: Fleet;
  readonly clock: Clock;
  readonly notMiners: NotMiners;
  /** What follows for a miner that was just seen: its key and its model. Its failures are its own to note. */
  readonly settle: (id: string, address: Address) => Promise<void>;
  readonly onProgress: (progress: Partial<Scan>) => void;
  readonly onEvent: (event: CycleEvent) => void;
}

export type CycleEvent =
  | { readonly kind: 'new' | 'back' | 'offline'; readonly id: string }
  | { readonly kind: 'moved'; readonly id: string; readonly from: string }
  | { readonly kind: 'conflict'; readonly id: string; readonly ips: readonly string[] }
  | { readonly kind: 'no_mac'; readonly ip: string };

const PROBES_AT_ONCE = 64;
const CONFIRM_TIMEOUT_FACTOR = 4;

/** How a cycle ended. `noRoute` means that this machine could not reach some of what it was to scan: nobody there was called offline. */
export interface CycleEnd {
  readonly completed: boolean;
  readonly noRoute: boolean;
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
  const pending: Promise<void>[] = [];
  const seenAt = new Map<string, string[]>();
  const unreachable = new Set<string>();
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

  const note = (mac: string, ip: string, info: DeviceInfo): boolean => {
    const earlier = seenAt.get(mac);
    if (earlier !== undefined) {
      if (!earlier.includes(ip)) earlier.push(ip);
      return false;
    }
    seenAt.set(mac, [ip]);
    const sighting = fleet.sight(mac, ip, info);
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
    return true;
  };

  const probe = async (address: Address): Promise<void> => {
    const ip = formatAddress(address);
    if (notMiners.shouldSkip(ip)) {
      count.notMiners += 1;
      return;
    }
    const info = await deps.client.readInfo(address, { signal, timeoutMs: settings.probeTimeoutMs });
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
    } else if (note(mac, ip, info.value)) {
      await deps.settle(mac, address);
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

  deps.onProgress({ phase: 'dialling', addresses_total: plan.addresses.length });
  const { lightScanTimeoutMs: timeoutMs, concurrency } = settings;
  await lightScan(plan.addresses, { timeoutMs, concurrency, signal, onResult });
  deps.onProgress({ phase: 'probing' });
  await Promise.all(pending);
  report();
  if (signal.aborted) return { completed: false, noRoute: false };

  deps.onProgress({ phase: 'confirming' });
  const missing = [...fleet.entries()].filter(
    ({ stored }) =>
      stored.ip !== null && plan.covers(stored.ip) && !seenAt.has(stored.id) && !unreachable.has(stored.ip),
  );
  const confirm = async (id: string, ip: string): Promise<void> => {
    const answer = await lookAgain(ip, settings, deps, signal);
    if (signal.aborted || seenAt.has(id)) return;
    if (answer.kind === 'no_route') unreachable.add(ip);
    if (answer.kind === 'miner' && answer.info.mac === id) note(id, ip, answer.info);
    if (answer.kind === 'gone' || (answer.kind === 'miner' && answer.info.mac !== null && answer.info.mac !== id)) {
      fleet.markOffline(id);
      count.offline += 1;
      deps.onEvent({ kind: 'offline', id });
    }
  };
  await Promise.all(missing.map(({ stored }) => probes.run(() => confirm(stored.id, stored.ip as string))));
  report();
  if (signal.aborted) return { completed: false, noRoute: false };

  for (const [id, ips] of seenAt) {
    const known = fleet.entry(id)?.conflictIps ?? [];
    const others = ips.slice(1);
    if (others.length > 0 && known.length === 0) deps.onEvent({ kind: 'conflict', id, ips });
    fleet.setConflict(id, others);
  }
  return { completed: true, noRoute: unreachable.size > 0 };
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
  const result = await dial(address, settings.lightScanTimeoutMs * CONFIRM_TIMEOUT_FACTOR, signal);
  if (result === 'no_route') return { kind: 'no_route' };
  if (result !== 'open') return { kind: 'gone' };
  const timeoutMs = settings.probeTimeoutMs * CONFIRM_TIMEOUT_FACTOR;
  const info = await deps.client.readInfo(address, { signal, timeoutMs });
  if (info.ok) return { kind: 'miner', info: info.value };
  if (info.error.code === 'refused') return { kind: 'gone' };
  return { kind: 'silent_host' };
}
