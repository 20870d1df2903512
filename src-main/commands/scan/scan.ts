import { MINER_PORT, SCAN_BOUNDS } from '../../../src-shared/setting-defaults/scan.ts';
import { countText } from '../../../src-shared/text/count-text.ts';
import { firmwareWords } from '../../../src-shared/text/firmware-words.ts';
import { modelWords } from '../../../src-shared/text/model-words.ts';
import { NetworkEnvironment } from '../../discovery/guards/network-environment.ts';
import { addressOf } from '../../discovery/host-names.ts';
import type { OtherDevices } from '../../discovery/other-devices.ts';
import { isPublic, parseTarget, publicWords, type Target, tooManyTogether } from '../../discovery/parse-targets.ts';
import { planScan } from '../../discovery/scan-plan.ts';
import { DRIVERS } from '../../drivers/registry.ts';
import { type CommandIo, EXIT, usageError } from '../shared/command.ts';
import { readOptions, wholeNumber } from '../shared/options.ts';
import { formatTable } from '../shared/table.ts';
import { USAGE } from '../shared/usage.ts';
import { type FoundMiner, OneScan } from './one-scan.ts';
import { ScanProgress } from './scan-progress.ts';

/** Most other devices that are printed; `--json` has more. */
const MOST_PRINTED = 20;

/** `powerhive scan`: which hosts respond, and what they are. Writes nothing to disk. */
export async function runScan(args: readonly string[], io: CommandIo, resolve = addressOf): Promise<number> {
  const { targets, force, json, ...limits } = scanOptions(args);
  const startedMs = io.clock.monotonicMs();
  const plan = await planScan(targets, { driverPorts: DRIVERS.ownPorts, mayBePublic: () => force, resolve });
  for (const trouble of plan.unresolved) io.stderr.write(`${trouble}\n`);
  const progress = json ? null : new ScanProgress(io, plan.addresses.length);
  const scan = new OneScan(plan, await NetworkEnvironment.read(), {
    ...limits,
    clock: io.clock,
    signal: io.signal,
    onProgress: (dialled, miners) => progress?.show(dialled, miners),
  });
  await scan.run().finally(() => progress?.clear());
  if (io.signal.aborted) return EXIT.failed;

  const durationMs = Math.round(io.clock.monotonicMs() - startedMs);
  const { others, answered } = scan;
  const found = scan.found.toSorted((a, b) => a.ip.localeCompare(b.ip, 'en', { numeric: true }));
  const { isPartial, ...troubles } = scan.troubles();
  const sentences = [troubles.noRoute, troubles.limits, troubles.accepting].filter((words) => words !== null);
  if (json) {
    const summary = { addresses: plan.addresses.length, answered, duration_ms: durationMs };
    const devices = { ...others.counts(), devices: others.list(), message: sentences[0] ?? null };
    io.stdout.write(`${JSON.stringify({ ...summary, miners: found, ...devices })}\n`);
  } else {
    if (found.length > 0) io.stdout.write(`${minersTable(found)}\n`);
    printOthers(others, io);
    for (const sentence of sentences) io.stderr.write(`${sentence}\n`);
    const { other_devices, not_identified, not_miners } = others.counts();
    if (not_miners > 0) {
      io.stderr.write(`${countText(other_devices, 'other device')}, ${not_identified} not identified\n`);
    }
    const addresses = countText(plan.addresses.length, 'address', 'addresses');
    const seconds = (durationMs / 1000).toFixed(1);
    io.stderr.write(`Found ${countText(found.length, 'miner')} in ${addresses} (${seconds} s)\n`);
  }
  // A host name without an address was not scanned, nor was a network without a route.
  return plan.unresolved.length > 0 || isPartial ? EXIT.failed : EXIT.done;
}

/** The options of the command line; throws a usage error if they are wrong. */
function scanOptions(args: readonly string[]) {
  const { values, positionals } = readOptions(args, {
    'timeout-ms': { type: 'string' },
    'probe-timeout-ms': { type: 'string' },
    concurrency: { type: 'string' },
    force: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  });
  if (positionals.length === 0) throw usageError(`enter at least one target: ${USAGE.scan}`);
  const { force, json } = values;
  const targets = positionals.map((text): Target => {
    const parsed = parseTarget(text, { defaultPort: MINER_PORT.byDefault, force });
    if (!parsed.ok) throw usageError(`target ${parsed.error}`);
    if (!force && isPublic(parsed.target)) {
      throw usageError(publicWords(parsed.target, 'If they are yours, use --force.'));
    }
    return parsed.target;
  });
  const tooMany = tooManyTogether(targets);
  if (tooMany !== null) throw usageError(tooMany);
  const { light_scan_timeout_ms: dial, miner_probe_timeout_ms: probe, scan_concurrency } = SCAN_BOUNDS;
  return {
    targets,
    force,
    json,
    timeoutMs: wholeNumber('--timeout-ms', values['timeout-ms'], dial) ?? dial.byDefault,
    probeTimeoutMs: wholeNumber('--probe-timeout-ms', values['probe-timeout-ms'], probe) ?? probe.byDefault,
    cap: wholeNumber('--concurrency', values.concurrency, scan_concurrency) ?? null,
  };
}

function minersTable(found: readonly FoundMiner[]): string {
  const text = (value: string | null): string => value ?? '—';
  return formatTable(found, [
    { title: 'IP', cell: (row) => row.ip },
    { title: 'MAC', cell: (row) => text(row.mac) },
    { title: 'MODEL', cell: (row) => text(row.model === null ? null : modelWords(row.model)) },
    { title: 'FIRMWARE', cell: (row) => text(firmwareWords(row.firmware, null)) },
    { title: 'STATE', cell: (row) => text(row.state) },
  ]);
}

function printOthers(others: OtherDevices, io: CommandIo): void {
  for (const { ip, kind, what } of others.list().slice(0, MOST_PRINTED)) {
    io.stderr.write(`${kind === 'other_device' ? 'not a miner' : 'not identified'}: ${ip}: ${what}\n`);
  }
  const { not_miners } = others.counts();
  if (not_miners > MOST_PRINTED) io.stderr.write(`and ${not_miners - MOST_PRINTED} other devices, see --json\n`);
}
