import type { Scan } from '../../src-shared/model/index.ts';
import { type Address, formatAddress, parseAddress } from '../drivers/address.ts';
import type { Recognised } from '../drivers/driver.ts';
import type { DriverRegistry } from '../drivers/registry.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { MinerGateway } from '../gateway/miner-gateway.ts';
import type { Clock } from '../runtime/clock.ts';
import { Semaphore } from '../runtime/semaphore.ts';
import { TaskGroup } from '../runtime/task-group.ts';
import type { DialResult } from './dial/dial.ts';
import type { DialAllEnd } from './dial/dial-all.ts';
import { lightScan } from './dial/light-scan.ts';
import { judgeAbsence } from './guards/absence.ts';
import type { ChurningHosts } from './guards/churning-hosts.ts';
import { noteConflicts } from './guards/conflicts.ts';
import { type Doubts, weighDoubts } from './guards/doubts.ts';
import { type Elsewhere, ForeignNetwork } from './guards/foreign-network.ts';
import type { KnownGateways } from './guards/known-gateways.ts';
import type { LinkMonitor } from './guards/link-monitor.ts';
import type { NegativeCache } from './guards/negative-cache.ts';
import type { Surroundings } from './guards/surroundings.ts';
import { UntriedNetworks } from './guards/untried-networks.ts';
import { chooseAtHost, HostGroups, type RecognisedAt } from './host-groups.ts';
import { findJustRead } from './just-read.ts';
import { lookAgain } from './look-again.ts';
import { describeProbe, OtherDevices } from './other-devices.ts';
import type { ScanPlan } from './scan-plan.ts';
import { PATIENT_FACTOR, pickForSecondLook } from './second-look.ts';

export interface CycleSettings {
  readonly lightScanTimeoutMs: number;
  readonly probeTimeoutMs: number;
  /** Sockets at once at most; null leaves it to what the network bears. */
  readonly cap: number | null;
  /** Silent addresses get a second try with a longer timeout, after everything else. */
  readonly triesSilentTwice: boolean;
  /**
   * A miner that a poll has read within this time is where it was, since polls make sure of its
   * MAC: it is not dialled again.
   */
  readonly readWithinMs: number;
  /**
   * This scan was requested: its result counts as the farm, even where it looks like another
   * network.
   */
  readonly isAsked: boolean;
  /**
   * This scan decides where this computer is, whatever its gateway: it was requested, and it is not
   * about one miner.
   */
  readonly decidesPlace: boolean;
  /** This computer woke up so short a time ago that its network may not be back. */
  readonly hasJustWoken: boolean;
}

export interface CycleDeps {
  readonly minerGateway: Pick<MinerGateway, 'identify'>;
  readonly drivers: Pick<DriverRegistry, 'get'>;
  readonly fleet: Fleet;
  readonly clock: Clock;
  readonly negativeCache: NegativeCache;
  readonly churningHosts: ChurningHosts;
  readonly linkMonitor: LinkMonitor;
  readonly gateways: KnownGateways;
  readonly surroundings: () => Promise<Surroundings>;
  /** Called before silence is believed; aborts the cycle if the computer has slept meanwhile. */
  readonly checkAwake: () => void;
  /**
   * What follows for a miner that was just seen: its key and its model. Its failures are its own to
   * note.
   */
  readonly provision: (id: string, address: Address) => Promise<void>;
  readonly onProgress: (progress: Partial<Scan>) => void;
  readonly onEvent: (event: CycleEvent) => void;
  /** Called with the failure of a single miner, which says nothing about the others. */
  readonly onError: (error: unknown) => void;
}

export type CycleEvent =
  | { readonly kind: 'new' | 'back' | 'offline'; readonly id: string }
  | { readonly kind: 'moved'; readonly id: string; readonly from: string }
  | { readonly kind: 'conflict'; readonly id: string; readonly ips: readonly string[] }
  | { readonly kind: 'no_mac'; readonly ip: string }
  | { readonly kind: 'shifting'; readonly ip: string };

const CUT_SHORT: CycleEnd = { completed: false, elsewhere: null, limits: null, doubts: null };

const PROBES_AT_ONCE = 64;

/** How a cycle ended. */
export interface CycleEnd {
  readonly completed: boolean;
  /**
   * Where unknown miners respond at most known addresses: no miner was marked offline, and none was
   * added.
   */
  readonly elsewhere: Elsewhere | null;
  /** What held up the dialling; null where the cycle was cut short. */
  readonly limits: DialAllEnd | null;
  /**
   * For which networks it says nothing that miners were not seen; null where the cycle was cut
   * short.
   */
  readonly doubts: Doubts | null;
}

/**
 * One pass: dial every address, identify the hosts that respond, record them in the fleet, check
 * slow and silent hosts again with more time, and where a known miner was missed, and only then
 * mark it offline. An interrupted pass marks no miner offline.
 */
export async function runDiscoveryCycle(
  plan: ScanPlan,
  settings: CycleSettings,
  deps: CycleDeps,
  signal: AbortSignal,
): Promise<CycleEnd> {
  const { fleet, negativeCache } = deps;
  const probes = new Semaphore(PROBES_AT_ONCE);
  const foreignNetwork = new ForeignNetwork(fleet, plan, settings.isAsked);
  const pending = new TaskGroup(deps.onError);
  const candidates = new Map<string, RecognisedAt[]>();
  const accepted = new Set<string>();
  const surroundings = await deps.surroundings();
  const reach = new UntriedNetworks(surroundings);
  const beganAt = deps.clock.nowMs();
  const expected = [...fleet.entries()].flatMap(({ stored: { id, ip } }) =>
    ip !== null && plan.covers(ip) ? [{ id, host: hostOf(ip) }] : [],
  );
  /** For these this computer had no socket or no time. */
  const untried = new Set<string>();
  let socketError: string | null = null;
  const justRead = findJustRead(fleet, deps.clock.nowMs(), settings.readWithinMs);
  for (const [ip, id] of justRead) {
    accepted.add(id);
    reach.note(hostOf(ip), 'open');
  }
  const others = new OtherDevices();
  const silent: Address[] = [];
  const answering: Address[] = [];
  /** Accepted, and has not said who he is. */
  const unsure = new Map<string, Address>();
  let isJudged = false;
  const count = { done: 0, answered: 0, found: 0, isNew: 0, back: 0, moved: 0, offline: 0 };
  const report = (): void =>
    deps.onProgress({
      addresses_done: count.done,
      answered: count.answered,
      miners_found: count.found,
      ...others.counts(),
      miners_new: count.isNew,
      miners_back: count.back,
      miners_moved: count.moved,
      miners_offline: count.offline,
    });

  /** Takes the miner as being at this address. */
  const accept = async (mac: string, { address, recognised }: RecognisedAt): Promise<void> => {
    accepted.add(mac);
    const seen = fleet.upsertSeen(mac, formatAddress(address), recognised);
    count.found += 1;
    if (seen.isNew) {
      count.isNew += 1;
      deps.onEvent({ kind: 'new', id: mac });
    } else if (seen.isBack) {
      count.back += 1;
      deps.onEvent({ kind: 'back', id: mac });
    }
    if (seen.movedFrom !== null) {
      count.moved += 1;
      deps.onEvent({ kind: 'moved', id: mac, from: seen.movedFrom });
    }
    await deps.provision(mac, address).catch(deps.onError);
  };

  // A miner seen elsewhere than before is taken as moved only when the scan is through: if its old
  // address claims the same MAC too, that is a conflict, and the row keeps still.
  const addCandidate = async (mac: string, address: Address, recognised: Recognised): Promise<void> => {
    const made = { address, recognised };
    const earlier = candidates.get(mac);
    const host = plan.siblings(formatAddress(address));
    // Another port of a host where it was taken in already: the next scan probes both together.
    if (earlier?.some((one) => one.address !== address && host.includes(one.address))) return;
    if (earlier === undefined) candidates.set(mac, [made]);
    else earlier.push(made);
    const lastIp = fleet.entry(mac)?.stored.last_ip ?? null;
    const isWhereItWas = lastIp === formatAddress(address) || host.some((one) => formatAddress(one) === lastIp);
    if (!accepted.has(mac) && (lastIp === null || isWhereItWas)) await accept(mac, made);
  };

  /** Who answers at an address; null, and noted as what it is, where that is no miner. */
  const identify = async (address: Address, timeoutMs: number, isLast: boolean): Promise<RecognisedAt | null> => {
    const ip = formatAddress(address);
    const known = negativeCache.known(ip);
    if (known !== null) {
      others.add(ip, known);
      return null;
    }
    const identity = await deps.minerGateway.identify({ address }, { signal, timeoutMs });
    if (signal.aborted) return null;
    if (identity.ok) {
      others.remove(ip);
      negativeCache.forget(ip);
      return { address, recognised: identity.value };
    }
    const device = describeProbe(identity.error);
    if (identity.error.code === 'no_sockets') socketError = 'EMFILE';
    if (device !== null) others.add(ip, device);
    if (device?.kind !== 'other_device' && !isLast) unsure.set(ip, address);
    else if (device !== null) negativeCache.add(ip, device);
    else untried.add(ip);
    return null;
  };

  const takeIn = async ({ address, recognised }: RecognisedAt): Promise<void> => {
    const ip = formatAddress(address);
    const { mac } = recognised.info;
    if (mac === null) {
      others.add(ip, { kind: 'not_identified', what: 'a miner that reports no MAC address' });
      deps.onEvent({ kind: 'no_mac', ip });
    } else if (fleet.entry(mac) === null && !deps.churningHosts.admits(ip)) {
      others.add(ip, { kind: 'not_identified', what: 'reports another MAC address each time' });
      deps.onEvent({ kind: 'shifting', ip });
    } else if (fleet.entry(mac) === null && !isJudged && foreignNetwork.holdBack(mac, address, recognised)) {
      // Whether it is a new one of the farm is known when the scan is through.
    } else {
      await addCandidate(mac, address, recognised);
    }
  };

  /** Probes the open ports of one host together. */
  const probe = async (addresses: readonly Address[], timeoutMs: number, isLast: boolean): Promise<void> => {
    const found = await Promise.all(addresses.map((address) => identify(address, timeoutMs, isLast)));
    if (signal.aborted) return;
    const recognised = found.filter((one) => one !== null);
    // The other ports of a miner are no devices of their own.
    for (const ip of recognised.length === 0 ? [] : addresses.map(formatAddress)) {
      others.remove(ip);
      unsure.delete(ip);
    }
    await Promise.all(chooseAtHost(recognised, (kind) => deps.drivers.get(kind)).map(takeIn));
  };

  const hosts = new HostGroups((ip) => plan.siblings(ip));
  const onResult = (address: Address, result: DialResult): void => {
    count.done += 1;
    reach.note(address.host, result);
    if (result === 'not_tried') untried.add(formatAddress(address));
    if (result === 'silent') silent.push(address);
    if (result === 'open' || result === 'refused') answering.push(address);
    if (result === 'open') count.answered += 1;
    const open = hosts.note(address, result);
    if (open.length > 0)
      pending.run(() => probes.run(() => probe(open, settings.probeTimeoutMs, false)).finally(report));
    if (count.done % 64 === 0) report();
  };

  deps.linkMonitor.look();
  deps.onProgress({ phase: 'dialling', addresses_total: plan.addresses.length });
  const { lightScanTimeoutMs: timeoutMs, cap } = settings;
  const wasJustRead = (address: Address): boolean => justRead.has(formatAddress(address));
  const toDial = plan.addresses.filter((address) => !plan.siblings(formatAddress(address)).some(wasJustRead));
  const spared = plan.addresses.length - toDial.length;
  count.done += spared;
  count.answered += spared;
  count.found += spared;
  const dialled = await lightScan(toDial, { timeoutMs, cap, signal, onResult }).finally(() => {
    deps.onProgress({ phase: 'probing' });
    return pending.idle();
  });
  const elsewhere = foreignNetwork.judge(new Set([...candidates.keys(), ...justRead.values()]));
  if (elsewhere === null)
    await Promise.all(foreignNetwork.held.map((one) => addCandidate(one.mac, one.address, one.recognised)));
  /**
   * True only where another address is known to claim its MAC too, while its own was not part of
   * this scan: the conflict stands.
   */
  const isHeld = (mac: string, made: readonly RecognisedAt[]): boolean => {
    const entry = fleet.entry(mac);
    if (entry === null || entry.stored.ip === null || plan.covers(entry.stored.ip)) return false;
    return made.every(({ address }) => entry.conflictIps.includes(formatAddress(address)));
  };
  const hold = (mac: string): void => {
    accepted.add(mac);
    count.found += 1;
  };
  const patience = {
    dialMs: settings.lightScanTimeoutMs * PATIENT_FACTOR,
    probeMs: settings.probeTimeoutMs * PATIENT_FACTOR,
  };
  /**
   * Takes a miner that responds elsewhere as moved, unless it responds at its known address too
   * when given more time: a slow miner must not lose its place, and its credential, to another host
   * that reports its MAC. Where that address could not be tried, it keeps its place until the next
   * scan.
   */
  const move = async (mac: string, made: readonly RecognisedAt[], taken: ReadonlySet<string>): Promise<void> => {
    if (isHeld(mac, made)) return hold(mac);
    const ip = fleet.entry(mac)?.stored.ip ?? null;
    if (ip !== null && plan.covers(ip) && !taken.has(ip)) {
      const answer = await probes.run(() => lookAgain(ip, deps.minerGateway, patience, signal));
      if (signal.aborted) return;
      if (answer.kind === 'not_tried' || answer.kind === 'no_route') return hold(mac);
      if (answer.kind === 'miner' && answer.recognised.info.mac === mac)
        await addCandidate(mac, parseAddress(ip) as Address, answer.recognised);
      if (accepted.has(mac)) return;
    }
    await accept(mac, made[0] as RecognisedAt);
  };
  const acceptMoved = async (): Promise<void> => {
    const moved = [...candidates].filter(([mac]) => !accepted.has(mac));
    const taken = new Set(
      [...candidates.values()].flatMap((made) => made.map(({ address }) => formatAddress(address))),
    );
    await Promise.all(moved.map(([mac, made]) => move(mac, made, taken)));
  };
  await acceptMoved();
  report();
  if (signal.aborted) return CUT_SHORT;
  const end = (): CycleEnd => {
    deps.onProgress({ devices: others.list() });
    const limits = { ...dialled, untried: untried.size, socketError: dialled.socketError ?? socketError };
    return { completed: true, elsewhere, limits, doubts };
  };
  let doubts = weighDoubts(expected, { untried: reach.judge(), doubted: [], seen: new Set(), gone: new Set() });
  if (elsewhere !== null) return end();

  deps.onProgress({ phase: 'confirming' });
  isJudged = true;
  const missing = () =>
    [...fleet.entries()].flatMap(({ stored: { id, ip } }) => {
      const isMissing = ip !== null && plan.covers(ip) && !candidates.has(id) && !justRead.has(ip);
      return isMissing && !doubts.untried.has(hostOf(ip)) && !untried.has(ip) ? [{ id, ip }] : [];
    });
  const missed = new Set(missing().map(({ ip }) => ip));
  const isUnknown = (address: Address): boolean => !missed.has(formatAddress(address));
  const probeAgain = (address: Address): void =>
    pending.run(() =>
      probes.run(() => probe([address], settings.probeTimeoutMs * PATIENT_FACTOR, true)).finally(report),
    );
  for (const address of [...unsure.values()].filter(isUnknown)) probeAgain(address);
  if (settings.triesSilentTwice) {
    await lightScan(pickForSecondLook(silent.filter(isUnknown), answering), {
      timeoutMs: timeoutMs * PATIENT_FACTOR,
      cap,
      signal,
      onResult: (address, result) => {
        if (result !== 'open') return;
        count.answered += 1;
        probeAgain(address);
      },
    }).finally(() => pending.idle());
  }
  await pending.idle();
  await acceptMoved();
  if (signal.aborted) return CUT_SHORT;
  const gone = new Map<string, string>();
  const confirm = async (id: string, ip: string): Promise<void> => {
    const answer = await lookAgain(ip, deps.minerGateway, patience, signal);
    if (signal.aborted || candidates.has(id)) return;
    // It is known who that is: a miner in trouble, or one that was slow.
    if (answer.kind === 'silent_host' || answer.kind === 'miner') others.remove(ip);
    const isOnLostLink = deps.linkMonitor.look();
    const isLost = answer.kind === 'gone' && [hostOf(ip), surroundings.gatewayTo(hostOf(ip)) ?? ''].some(isOnLostLink);
    if (answer.kind === 'not_tried') {
      untried.add(ip);
      return;
    }
    if (answer.kind === 'no_route' || isLost) {
      reach.note(hostOf(ip), 'no_route');
      return;
    }
    if (answer.kind === 'miner' && answer.recognised.info.mac === id)
      await addCandidate(id, parseAddress(ip) as Address, answer.recognised);
    if (
      answer.kind === 'gone' ||
      (answer.kind === 'miner' && answer.recognised.info.mac !== null && answer.recognised.info.mac !== id)
    ) {
      gone.set(id, ip);
    }
  };
  await Promise.all(missing().map(({ id, ip }) => probes.run(() => confirm(id, ip))));
  deps.checkAwake();
  if (signal.aborted) return CUT_SHORT;

  // A poll may have read a miner while others were waited for.
  const wasRead = ({ id }: { id: string }): boolean => (fleet.entry(id)?.poll.lastSuccessAt ?? 0) >= beganAt;
  const seen = new Set([...candidates.keys(), ...justRead.values(), ...expected.filter(wasRead).map(({ id }) => id)]);
  const { decidesPlace, hasJustWoken } = settings;
  const places = { before: surroundings, now: await deps.surroundings() };
  const context = { surroundings: places, gateways: deps.gateways, decidesPlace, hasJustWoken };
  const { doubted, doubtedIds } = await judgeAbsence(expected, seen, context);
  if (signal.aborted) return CUT_SHORT;
  for (const [id, ip] of gone) {
    if (doubtedIds.has(id) || seen.has(id) || fleet.entry(id)?.stored.ip !== ip) {
      gone.delete(id);
      continue;
    }
    fleet.markOffline(id);
    count.offline += 1;
    deps.onEvent({ kind: 'offline', id });
  }
  doubts = weighDoubts(expected, { untried: reach.judge(), doubted, seen, gone: new Set(gone.keys()) });
  report();

  const metAt = new Map([...justRead].map(([ip, id]) => [id, [ip]]));
  for (const [id, made] of candidates) {
    metAt.set(id, [...(metAt.get(id) ?? []), ...made.map(({ address }) => formatAddress(address))]);
  }
  const wasChecked = (ip: string): boolean => plan.covers(ip) && !untried.has(ip) && !doubts.untried.has(hostOf(ip));
  noteConflicts(fleet, metAt, wasChecked, (id, ips) => deps.onEvent({ kind: 'conflict', id, ips }));
  return end();
}

function hostOf(ip: string): string {
  return parseAddress(ip)?.host ?? ip;
}
