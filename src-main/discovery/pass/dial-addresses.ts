import { type Address, formatAddress } from '../../drivers/address.ts';
import type { DialResult } from '../dial/dial.ts';
import { HostGroups } from './host-groups.ts';
import type { HostProbes } from './host-probes.ts';
import type { Pass } from './pass-context.ts';
import { PATIENT_FACTOR } from './patient-factor.ts';
import { pickToRetry } from './pick-silent-to-retry.ts';

export type Dialled = Awaited<ReturnType<typeof dialFirst>>;

/**
 * Dials every address except those of miners that were just read, and probes the hosts that accept.
 */
export async function dialFirst(pass: Pass, hosts: HostProbes) {
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
export async function tryAgain(
  pass: Pass,
  hosts: HostProbes,
  dialled: Dialled,
  missed: ReadonlySet<string>,
): Promise<void> {
  const isUnknown = (address: Address): boolean => !missed.has(formatAddress(address));
  // A missed miner may be at the address of what was another device so far.
  hosts.startAllAgain(hosts.unsure().filter(isUnknown), missed.size > 0);
  if (pass.settings.triesSilentTwice) await dialSilentAgain(pass, hosts, dialled, isUnknown);
  await hosts.idle();
}

/** Dials silent addresses again with more time, and probes the hosts that accept now. */
export async function dialSilentAgain(
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
