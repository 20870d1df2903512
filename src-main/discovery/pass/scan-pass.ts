import { setImmediate as nextTurn } from 'node:timers/promises';
import { judgeAbsence } from '../guards/absence.ts';
import { noteConflicts } from '../guards/conflicts.ts';
import { weighDoubts } from '../guards/doubts.ts';
import type { ScanPlan } from '../scan-plan.ts';
import { askReachabilityWitnesses } from './ask-reachability-witnesses.ts';
import { confirmGone, missedMiners } from './decide-offline.ts';
import { type Dialled, dialFirst, dialSilentAgain, tryAgain } from './dial-addresses.ts';
import { checkPatiently, hostOf, type Pass, type PassDeps, type PassEnd, type PassSettings } from './pass-context.ts';
import { knownAddresses, type PreparedScan, preparePass } from './prepare-pass.ts';

const CUT_SHORT: PassEnd = {
  completed: false,
  elsewhere: null,
  limits: null,
  doubts: null,
  reports: [],
  accepting: null,
};

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
  const scan = await preparePass(plan, settings, deps, signal);
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
