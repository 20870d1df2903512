import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Address, formatAddress } from '../../drivers/address.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import { Semaphore } from '../../runtime/semaphore.ts';
import type { DialResult } from '../dial/dial.ts';
import { judgeAbsence } from '../guards/absence.ts';
import { AcceptingNetworks } from '../guards/accepting-networks.ts';
import { noteConflicts } from '../guards/conflicts.ts';
import { weighDoubts } from '../guards/doubts.ts';
import { ForeignNetwork } from '../guards/foreign-network.ts';
import { UntriedNetworks } from '../guards/untried-networks.ts';
import { OtherDevices } from '../other-devices.ts';
import type { ScanPlan } from '../scan-plan.ts';
import { askReachabilityWitnesses } from './ask-reachability-witnesses.ts';
import { askRouterWitnesses } from './ask-router-witnesses.ts';
import { Candidates } from './candidates.ts';
import { confirmGone, missedMiners } from './decide-offline.ts';
import { HeldMiners } from './held-miners.ts';
import { HostGroups } from './host-groups.ts';
import { HostProbes } from './host-probes.ts';
import { findJustRead } from './just-read.ts';
import { checkPatiently, hostOf, type Pass, type PassDeps, type PassEnd, type PassSettings } from './pass-context.ts';
import { PATIENT_FACTOR } from './patient-factor.ts';
import { pickToRetry } from './pick-silent-to-retry.ts';
import { ScanTally } from './scan-tally.ts';

const CUT_SHORT: PassEnd = {
  completed: false,
  elsewhere: null,
  limits: null,
  doubts: null,
  reports: [],
  accepting: null,
};

const PROBES_AT_ONCE = 64;
const MOST_ASKED_AGAIN = 3;

/**
 * Runs one pass: dials every address, identifies the hosts that respond, and records them in the
 * fleet. Then it checks slow, silent and missed hosts again with more time, and only then marks
 * miners offline. An aborted pass marks no miner offline.
 *
 * Steps that go through all known miners run in turns of their own: one after the other they would
 * keep the main thread busy for a tenth of a second with ten thousand miners.
 */
export async function runScanPass(
  plan: ScanPlan,
  settings: PassSettings,
  deps: PassDeps,
  signal: AbortSignal,
): Promise<PassEnd> {
  const scan = await prepare(plan, settings, deps, signal);
  const { pass, foreignNetwork, hosts, candidates, heldMiners, expected } = scan;
  const { tally, reach, untried, unheard } = pass;
  deps.linkMonitor.lostNetworks();
  deps.onProgress({ phase: 'dialling', addresses_total: plan.addresses.length });
  await nextTurn();
  const dialled = await dialFirst(pass, hosts);
  await nextTurn();
  let elsewhere = foreignNetwork.judge(candidates.seen());
  // If that is not decided yet, miners that answer later may show that it is another network.
  if (!signal.aborted) await heldMiners.askNeighbours();
  if (!signal.aborted && foreignNetwork.isFarm(candidates.seen())) await heldMiners.takeConfirmed();
  await candidates.acceptMoved();
  tally.report();
  if (signal.aborted) return CUT_SHORT;
  const end = (): PassEnd => passEnd(scan, { dialled, elsewhere, doubts });
  await nextTurn();
  await askReachabilityWitnesses(pass, reach, (ip) => !pass.justRead.has(ip));
  if (signal.aborted) return CUT_SHORT;
  const none: ReadonlySet<string> = new Set();
  const nothing = { doubted: [], undialled: none, unheard: none, seen: none, gone: none };
  let doubts = weighDoubts(expected, { ...nothing, untried: reach.judge() });
  if (elsewhere !== null) return end();

  deps.onProgress({ phase: 'confirming' });
  await nextTurn();
  const expectedIds = new Set(expected.map(({ id }) => id));
  const missing = () => missedMiners(pass, candidates, expectedIds, doubts.untried);
  await tryAgain(pass, hosts, dialled, new Set(missing().map(({ ip }) => ip)));
  await candidates.acceptMoved();
  if (signal.aborted) return CUT_SHORT;
  const { gone, displaced, unknownAt } = await confirmGone(pass, candidates, missing(), scan.environment);
  if (signal.aborted) return CUT_SHORT;
  for (const ip of unknownAt) foreignNetwork.noteUnknown(ip);
  await nextTurn();
  /** Accepts the held miners, unless all that was seen by now shows another network. */
  const judgeAgain = async (): Promise<void> => {
    elsewhere = foreignNetwork.judge(candidates.seen());
    if (elsewhere === null) await heldMiners.takeConfirmed();
    await candidates.acceptMoved();
  };
  await judgeAgain();
  if (elsewhere !== null) return end();
  // If addresses were exchanged, a miner may be at one that was silent when first dialled.
  if ([...displaced].some((id) => !candidates.has(id)) && !settings.triesSilentTwice) {
    await dialSilentAgain(pass, hosts, dialled, () => true);
    if (signal.aborted) return CUT_SHORT;
    await judgeAgain();
    if (elsewhere !== null) return end();
  }
  await nextTurn();
  deps.checkAwake();
  if (signal.aborted) return CUT_SHORT;

  const seen = new Set([...candidates.seen(), ...scan.polled()]);
  const { doubted, doubtedIds } = await judgeAbsence(expected, seen, await absenceContext(scan));
  if (signal.aborted) return CUT_SHORT;
  for (const id of gone.keys()) if (doubtedIds.has(id) || seen.has(id)) gone.delete(id);
  markOffline(pass, gone);
  await nextTurn();
  doubts = weighDoubts(expected, {
    untried: reach.judge(),
    doubted,
    undialled: new Set([...untried].map(hostOf)),
    unheard: new Set([...unheard].map(hostOf)),
    seen,
    gone: new Set(gone.keys()),
  });
  tally.report();

  await nextTurn();
  const wasChecked = (ip: string): boolean =>
    plan.covers(ip) && !untried.has(ip) && !unheard.has(ip) && !doubts.untried.has(hostOf(ip));
  noteConflicts(deps.fleet, candidates.metAt(), wasChecked, (id, ips) => deps.onEvent({ kind: 'conflict', id, ips }));
  return end();
}

type PreparedScan = Awaited<ReturnType<typeof prepare>>;

/** What a pass needs before it dials, read in turns. */
async function prepare(plan: ScanPlan, settings: PassSettings, deps: PassDeps, signal: AbortSignal) {
  const { fleet } = deps;
  const foreignNetwork = new ForeignNetwork(fleet, plan, settings.isRequested);
  const environment = await deps.environment();
  await nextTurn();
  const reach = new UntriedNetworks(environment);
  const expected = [...fleet.entries()].flatMap(({ stored: { id, ip } }) =>
    ip !== null && plan.covers(ip) ? [{ id, host: hostOf(ip) }] : [],
  );
  const readBefore = new Map(expected.map(({ id }) => [id, lastReadAt(fleet, id)]));
  const justRead = findJustRead(fleet, deps.clock.nowMs(), settings.readWithinMs);
  await nextTurn();
  await askRouterWitnesses(justRead, environment, deps.routers);
  const others = new OtherDevices();
  const tally = new ScanTally(others, deps.onProgress);
  const knownHosts = () => new Set(knownAddresses(fleet).map(hostOf));
  const accepting = new AcceptingNetworks(environment.attached, plan.addresses.length, knownHosts);
  await nextTurn();
  const pass: Pass = {
    plan,
    settings,
    deps,
    signal,
    tally,
    others,
    untried: new Set<string>(),
    unheard: new Set<string>(),
    reach,
    accepting,
    probes: new Semaphore(PROBES_AT_ONCE),
    justRead,
  };
  const candidates = new Candidates(pass);
  const hosts = new HostProbes(pass, candidates, foreignNetwork);
  // A poll may have read a miner during the scan. Times are only compared for equality, because the
  // clock may be set back.
  const polled = (): string[] =>
    expected.map(({ id }) => id).filter((id) => lastReadAt(fleet, id) !== readBefore.get(id));
  /** Miners that a probe or a poll has heard since the scan began. */
  const heard = () => new Set([...candidates.answered(), ...polled()]);
  const heldMiners = new HeldMiners({ pass, expected, environment, foreignNetwork, hosts, candidates, heard });
  return { pass, environment, foreignNetwork, expected, candidates, hosts, heldMiners, polled, heard };
}

/** The addresses at which miners are, or were last. */
function knownAddresses(fleet: Fleet): string[] {
  return [...fleet.entries()].flatMap(({ stored }) => stored.ip ?? stored.last_ip ?? []);
}

/** The result of a pass that was not cut short. */
function passEnd(
  { pass, hosts }: PreparedScan,
  { dialled, elsewhere, doubts }: Pick<PassEnd, 'elsewhere' | 'doubts'> & { readonly dialled: Dialled },
): PassEnd {
  const { plan, deps, others, untried, unheard, reach, accepting } = pass;
  deps.onProgress({ devices: others.list() });
  const socketError = dialled.end.socketError ?? hosts.socketError;
  return {
    completed: true,
    elsewhere,
    limits: { ...dialled.end, untried: untried.size, unheard: unheard.size, socketError },
    doubts,
    reports: reach.reports(knownAddresses(deps.fleet).filter(plan.covers).map(hostOf)),
    accepting: { networks: accepting.networks(), notProbed: hosts.notProbed },
  };
}

/** What decides whether miners that were not seen are offline. */
async function absenceContext({ pass, environment, candidates, heldMiners, heard }: PreparedScan) {
  const { settings, deps } = pass;
  const { decidesPlace, hasJustWoken } = settings;
  return {
    environment: { before: environment, now: await deps.environment() },
    routers: deps.routers,
    decidesPlace,
    hasJustWoken,
    answered: candidates.answered(),
    answersStill: (ids: readonly string[]) => answersStill(pass, ids),
    heard: heard(),
    unconfirmed: await heldMiners.networks(),
  };
}

/** Marks these miners offline, except those whose address has changed meanwhile. */
function markOffline({ deps, tally }: Pass, gone: Map<string, string>): void {
  for (const [id, ip] of gone) {
    if (deps.fleet.entry(id)?.stored.ip !== ip) {
      gone.delete(id);
      continue;
    }
    deps.fleet.markOffline(id);
    tally.offline += 1;
    deps.onEvent({ kind: 'offline', id });
  }
}

/** Whether at least one of the first of these miners answers now, at its address. */
async function answersStill(pass: Pass, ids: readonly string[]): Promise<boolean> {
  const answers = ids.slice(0, MOST_ASKED_AGAIN).map(async (id) => {
    const ip = pass.deps.fleet.entry(id)?.stored.ip ?? null;
    const probed = ip === null ? null : await checkPatiently(pass, ip);
    return probed?.kind === 'miner' && probed.recognised.info.mac === id;
  });
  return (await Promise.all(answers)).includes(true);
}

function lastReadAt(fleet: Fleet, id: string): number | null {
  return fleet.entry(id)?.poll.lastSuccessAt ?? null;
}

type Dialled = Awaited<ReturnType<typeof dialFirst>>;

/**
 * Dials every address except those of miners that were just read, and probes the hosts that accept.
 */
async function dialFirst(pass: Pass, hosts: HostProbes) {
  const { plan, settings, deps, signal, tally, reach, untried, accepting, justRead } = pass;
  const silent: Address[] = [];
  const answering: Address[] = [];
  const groups = new HostGroups((ip) => plan.siblings(ip));
  const onResult = (address: Address, result: DialResult): void => {
    tally.done += 1;
    reach.note(address.host, result);
    if (result !== 'not_tried') accepting.noteDial(address.host, result === 'open');
    if (result === 'not_tried') untried.add(formatAddress(address));
    else if (result !== 'open' && result !== 'no_route') deps.negativeCache.forget(formatAddress(address));
    if (result === 'silent') silent.push(address);
    if (result === 'open' || result === 'refused') answering.push(address);
    if (result === 'open') tally.answered += 1;
    const open = groups.note(address, result);
    if (open.length > 0) hosts.start(open);
    if (tally.done % 64 === 0) tally.report();
  };
  const wasJustRead = (address: Address): boolean => justRead.has(formatAddress(address));
  const toDial = plan.addresses.filter((address) => !plan.siblings(formatAddress(address)).some(wasJustRead));
  const spared = plan.addresses.length - toDial.length;
  tally.done += spared;
  tally.answered += spared;
  tally.found += spared;
  const { lightScanTimeoutMs: timeoutMs, cap } = settings;
  const end = await deps.dials.scan(toDial, { timeoutMs, cap, signal, onResult }).finally(() => {
    deps.onProgress({ phase: 'probing' });
    return hosts.idle();
  });
  await hosts.probeDeferred();
  return { end, silent, answering };
}

/**
 * Tries hosts that did not identify themselves, and silent addresses, again with more time; those
 * of missed miners are checked later.
 */
async function tryAgain(pass: Pass, hosts: HostProbes, dialled: Dialled, missed: ReadonlySet<string>): Promise<void> {
  const isUnknown = (address: Address): boolean => !missed.has(formatAddress(address));
  // A missed miner may be at the address of what was another device so far.
  hosts.startAllAgain(hosts.unsure().filter(isUnknown), missed.size > 0);
  if (pass.settings.triesSilentTwice) await dialSilentAgain(pass, hosts, dialled, isUnknown);
  await hosts.idle();
}

async function dialSilentAgain(
  { settings, deps, signal, tally }: Pass,
  hosts: HostProbes,
  { silent, answering }: Dialled,
  isUnknown: (address: Address) => boolean,
): Promise<void> {
  const open: Address[] = [];
  await deps.dials
    .scan(pickToRetry(silent.filter(isUnknown), answering), {
      timeoutMs: settings.lightScanTimeoutMs * PATIENT_FACTOR,
      cap: settings.cap,
      signal,
      onResult: (address, result) => {
        if (result !== 'open') return;
        tally.answered += 1;
        open.push(address);
      },
    })
    .finally(() => hosts.idle());
  hosts.startAllAgain(open);
  await hosts.idle();
}
