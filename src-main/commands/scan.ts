import { SCAN_BOUNDS } from '../../src-shared/setting-defaults/scan.ts';
import { countText } from '../../src-shared/text/count-text.ts';
import { firmwareWords } from '../../src-shared/text/firmware-words.ts';
import { modelWords } from '../../src-shared/text/model-words.ts';
import { readAttachedNetworks } from '../discovery/attached-networks.ts';
import { lightScan } from '../discovery/dial/light-scan.ts';
import { limitWords } from '../discovery/dial/limit-words.ts';
import { AcceptingNetworks } from '../discovery/guards/accepting-networks.ts';
import { noRouteWords, reportWords } from '../discovery/guards/doubts.ts';
import { NetworkEnvironment } from '../discovery/guards/network-environment.ts';
import { UntriedNetworks } from '../discovery/guards/untried-networks.ts';
import { addressOf } from '../discovery/host-names.ts';
import { describeProbe, OtherDevices } from '../discovery/other-devices.ts';
import { acceptingWords } from '../discovery/pass/accepting-words.ts';
import { probeBounded } from '../discovery/pass/bounded-probes.ts';
import { PATIENT_FACTOR } from '../discovery/pass/patient-factor.ts';
import { pickToRetry } from '../discovery/pass/retry-silent.ts';
import { planScan } from '../discovery/scan-plan.ts';
import { isPublic, parseTarget, publicWords, type Target, tooManyTogether } from '../discovery/targets.ts';
import { type Address, formatAddress } from '../drivers/address.ts';
import { DRIVERS } from '../drivers/registry.ts';
import { DirectGateway } from '../gateway/direct-gateway.ts';
import { Semaphore } from '../runtime/semaphore.ts';
import { type CommandIo, EXIT, usageError } from './shared/command.ts';
import { readOptions, wholeNumber } from './shared/options.ts';
import { formatTable } from './shared/table.ts';
import { USAGE } from './shared/usage.ts';

interface Found {
  readonly ip: string;
  readonly mac: string | null;
  readonly model: string | null;
  readonly firmware: string | null;
  readonly state: string | null;
}

/** Most other devices that are printed; `--json` has more. */
const MOST_PRINTED = 20;

/**
 * One scan without a database: which hosts respond, and what they are. Slow and silent hosts are
 * retried once with more time. Sends no credentials and writes nothing.
 */
export async function runScan(args: readonly string[], io: CommandIo, resolve = addressOf): Promise<number> {
  const { values, positionals } = readOptions(args, {
    'timeout-ms': { type: 'string' },
    'probe-timeout-ms': { type: 'string' },
    concurrency: { type: 'string' },
    force: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  });
  if (positionals.length === 0) throw usageError(`enter at least one target: ${USAGE.scan}`);
  const targets = positionals.map((text): Target => {
    const parsed = parseTarget(text, { defaultPort: 80, force: values.force });
    if (!parsed.ok) throw usageError(`target ${parsed.error}`);
    if (!values.force && isPublic(parsed.target)) {
      throw usageError(publicWords(parsed.target, 'If they are yours, use --force.'));
    }
    return parsed.target;
  });
  const tooMany = tooManyTogether(targets);
  if (tooMany !== null) throw usageError(tooMany);
  const { light_scan_timeout_ms, miner_probe_timeout_ms, scan_concurrency } = SCAN_BOUNDS;
  const timeoutMs =
    wholeNumber('--timeout-ms', values['timeout-ms'], light_scan_timeout_ms) ?? light_scan_timeout_ms.byDefault;
  const probeTimeoutMs =
    wholeNumber('--probe-timeout-ms', values['probe-timeout-ms'], miner_probe_timeout_ms) ??
    miner_probe_timeout_ms.byDefault;
  const concurrency = wholeNumber('--concurrency', values.concurrency, scan_concurrency);

  const startedMs = io.clock.monotonicMs();
  const mayBePublic = (): boolean => values.force;
  const plan = await planScan(targets, [], readAttachedNetworks(), DRIVERS.ownPorts, mayBePublic, resolve);
  for (const trouble of plan.unresolved) io.stderr.write(`${trouble}\n`);
  const gateway = new DirectGateway({ timeoutMs: probeTimeoutMs, clock: io.clock });
  const found: Found[] = [];
  const others = new OtherDevices();
  const silent: Address[] = [];
  const answering: Address[] = [];
  const unsure: Address[] = [];
  const probes = new Semaphore(64);
  const pending: Promise<void>[] = [];
  const environment = await NetworkEnvironment.read();
  const reach = new UntriedNetworks(environment);
  const accepting = new AcceptingNetworks(environment.attached, plan.addresses.length);
  const deferred: Address[] = [];
  const counts = { done: 0, answered: 0, unheard: 0, left: 0 };
  let probeSocketError: string | null = null;
  const progress = progressLine(io, plan.addresses.length, values.json);

  const probe = async (address: Address, probeMs: number): Promise<void> => {
    const identity = await gateway.identify({ address }, { signal: io.signal, timeoutMs: probeMs });
    if (!identity.ok) {
      const device = describeProbe(identity.error);
      if (device !== null) {
        others.add(formatAddress(address), device);
        accepting.noteProbe(address.host, device.kind === 'other_device');
      }
      if (device?.kind !== 'other_device' && probeMs === probeTimeoutMs) unsure.push(address);
      else if (device === null) counts.unheard += 1;
      probeSocketError = identity.error.systemCode ?? probeSocketError;
      return;
    }
    accepting.noteProbe(address.host, true);
    others.remove(formatAddress(address));
    const { kind, info } = identity.value;
    const state = await gateway.readState(address, kind, { signal: io.signal });
    found.push({
      ip: formatAddress(address),
      mac: info.mac,
      model: info.miner_name ?? info.model_alias,
      firmware: [info.fw_name, info.fw_version].filter((part) => part !== null).join(' ') || null,
      state: state.ok ? state.value : null,
    });
  };
  let limits: string | null = null;
  const cap = concurrency ?? null;
  const accepted = (address: Address): void => {
    counts.answered += 1;
    pending.push(
      probes.run(async () => {
        if (accepting.defers(address.host)) deferred.push(address);
        else await probe(address, probeTimeoutMs);
      }),
    );
  };
  const bounds = { clock: io.clock, isRequested: true, signal: io.signal };
  try {
    const end = await lightScan(plan.addresses, {
      timeoutMs,
      cap,
      signal: io.signal,
      onResult(address, result) {
        counts.done += 1;
        reach.note(address.host, result);
        if (result !== 'not_tried') accepting.noteDial(address.host, result === 'open');
        if (result === 'silent') silent.push(address);
        if (result === 'open' || result === 'refused') answering.push(address);
        if (result === 'open') accepted(address);
        progress(counts.done, found.length);
      },
    });
    await Promise.all(pending);
    const leave = (address: Address): void => {
      counts.left += 1;
      others.add(formatAddress(address), { kind: 'not_identified', what: 'accepts connections, not checked' });
    };
    await probeBounded(deferred, bounds, (address) => probe(address, probeTimeoutMs), leave);
    const patientMs = probeTimeoutMs * PATIENT_FACTOR;
    const probeAgain = (all: readonly Address[], leaveOne: (address: Address) => void): Promise<void> =>
      probeBounded(accepting.deferredLast(all), bounds, (address) => probe(address, patientMs), leaveOne);
    const again = probeAgain(unsure, () => undefined);
    const lateOpen: Address[] = [];
    await lightScan(pickToRetry(silent, answering), {
      timeoutMs: timeoutMs * PATIENT_FACTOR,
      cap,
      signal: io.signal,
      onResult(address, result) {
        if (result === 'open') lateOpen.push(address);
        progress(counts.done, found.length);
      },
    });
    counts.answered += lateOpen.length;
    await again;
    await probeAgain(lateOpen, leave);
    const socketError = end.socketError ?? probeSocketError;
    limits = limitWords({ ...end, socketError, unheard: counts.unheard });
  } finally {
    progress(null, found.length);
    await gateway.close();
  }
  if (io.signal.aborted) return EXIT.failed;

  found.sort((a, b) => a.ip.localeCompare(b.ip, 'en', { numeric: true }));
  const durationMs = Math.round(io.clock.monotonicMs() - startedMs);
  const untried = noRouteWords(reach.judge());
  const unreached = [untried, reportWords(reach.reports())].filter((words) => words !== null);
  const noRoute = unreached.length === 0 ? null : unreached.join(' ');
  const everything = acceptingWords({ networks: accepting.networks(), notProbed: counts.left }, true);
  // A host name without an address was not scanned, nor was a network without a route.
  const exitCode = plan.unresolved.length > 0 || untried !== null ? EXIT.failed : EXIT.done;
  if (values.json) {
    const summary = { addresses: plan.addresses.length, answered: counts.answered, duration_ms: durationMs };
    const devices = { ...others.counts(), devices: others.list(), message: noRoute ?? limits ?? everything };
    io.stdout.write(`${JSON.stringify({ ...summary, miners: found, ...devices })}\n`);
    return exitCode;
  }
  if (found.length > 0) {
    const text = (value: string | null): string => value ?? '—';
    io.stdout.write(
      `${formatTable(found, [
        { title: 'IP', cell: (row) => row.ip },
        { title: 'MAC', cell: (row) => text(row.mac) },
        { title: 'MODEL', cell: (row) => text(row.model === null ? null : modelWords(row.model)) },
        { title: 'FIRMWARE', cell: (row) => text(firmwareWords(row.firmware, null)) },
        { title: 'STATE', cell: (row) => text(row.state) },
      ])}\n`,
    );
  }
  const { other_devices, not_identified, not_miners } = others.counts();
  for (const { ip, kind, what } of others.list().slice(0, MOST_PRINTED)) {
    io.stderr.write(`${kind === 'other_device' ? 'not a miner' : 'not identified'}: ${ip}: ${what}\n`);
  }
  if (not_miners > MOST_PRINTED) io.stderr.write(`and ${not_miners - MOST_PRINTED} other devices, see --json\n`);
  if (noRoute !== null) io.stderr.write(`${noRoute}\n`);
  if (limits !== null) io.stderr.write(`${limits}\n`);
  if (everything !== null) io.stderr.write(`${everything}\n`);
  if (not_miners > 0)
    io.stderr.write(`${countText(other_devices, 'other device')}, ${not_identified} not identified\n`);
  io.stderr.write(
    `Found ${countText(found.length, 'miner')} in ${countText(plan.addresses.length, 'address', 'addresses')} (${(durationMs / 1000).toFixed(1)} s)\n`,
  );
  return exitCode;
}

/** A progress line that is redrawn, only on a terminal. */
function progressLine(io: CommandIo, total: number, json: boolean): (done: number | null, miners: number) => void {
  const isTerminal = (io.stderr as Partial<NodeJS.WriteStream>).isTTY === true;
  let shownMs = 0;
  return (done, miners) => {
    if (!isTerminal || json) return;
    if (done === null) {
      io.stderr.write('\r\u001b[K');
      return;
    }
    const monotonicMs = io.clock.monotonicMs();
    if (monotonicMs - shownMs < 100) return;
    shownMs = monotonicMs;
    io.stderr.write(
      `\r\u001b[K${Math.floor((done / Math.max(1, total)) * 100)} % of ${total} addresses, ${miners} miners`,
    );
  };
}
