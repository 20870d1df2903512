import { spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { availableParallelism } from 'node:os';
import type { DialResult } from '../../src-main/discovery/dial/dial.ts';
import { ownMeans, scanLimits } from '../../src-main/discovery/dial/dial-limits.ts';
import { lightScan } from '../../src-main/discovery/dial/light-scan.ts';
import { parseTarget } from '../../src-main/discovery/parse-targets.ts';
import { planScan } from '../../src-main/discovery/scan-plan.ts';
import type { Address } from '../../src-main/drivers/address.ts';
import { ownCpuSeconds, report } from './measure.ts';

/**
 * The light scan of a /16 of which three quarters are silent: behind a gateway that drops what it
 * gets, in a network namespace of its own, which takes Linux with root or user namespaces.
 * Elsewhere nothing is measured: tens of thousands of silent addresses can't be had on loopback.
 */
const ADDRESSES = 65_536;
const SILENT = (ADDRESSES / 4) * 3;
const TIMEOUT_MS = 400;
/** The most that a scan takes by itself. */
const SOCKET_DIALER = 8192;
const IN_NAMESPACE = '--in-namespace';
/** Nothing listens there: those addresses refuse. */
const PORT = 8961;

/**
 * Three quarters of 127.90.0.0/16 are routed to a gateway that does not exist, over a cable whose
 * other end is free.
 */
const SILENCE = `
set -e
ip link set lo up
ip link add uplink type veth peer name nowhere
ip link set nowhere up
ip addr add 198.51.100.70/24 dev uplink
ip link set uplink up
ip neigh add 198.51.100.1 lladdr 02:00:00:00:00:01 dev uplink nud permanent
ip route add local 127.0.0.0/16 dev lo table local
ip route add local 127.90.0.0/18 dev lo table local
ip route del local 127.0.0.0/8 dev lo table local
ip route add 127.90.64.0/18 via 198.51.100.1
ip route add 127.90.128.0/17 via 198.51.100.1
echo 1 > /proc/sys/net/ipv4/conf/all/route_localnet
exec "$@"
`;

if (process.argv.includes(IN_NAMESPACE)) {
  await measure();
} else {
  const apart = ['unshare', ...(process.getuid?.() === 0 ? [] : ['-U', '-r']), '-n', 'sh', '-c', SILENCE, 'sh'];
  const [program = '', ...args] = [...apart, process.execPath, ...process.execArgv, import.meta.filename, IN_NAMESPACE];
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', timeout: 300_000 });
  if (status !== 0) {
    const reason = error?.message ?? stderr.trim().split('\n').at(-1);
    throw new Error(`Silent addresses take a network namespace (Linux, root or user namespaces): ${reason}`);
  }
  process.stdout.write(stdout);
}

/** One scan with this cap: how long it took, and on processors. */
async function timeScan(addresses: readonly Address[], cap: number | null) {
  const counts = new Map<DialResult, number>();
  const cpuBefore = ownCpuSeconds();
  const startedMs = performance.now();
  await lightScan(addresses, {
    timeoutMs: TIMEOUT_MS,
    cap,
    signal: new AbortController().signal,
    onResult: (_, result) => counts.set(result, (counts.get(result) ?? 0) + 1),
  });
  const [tookMs, cpuS] = [performance.now() - startedMs, ownCpuSeconds() - cpuBefore];
  if (counts.get('silent') !== SILENT || counts.get('refused') !== ADDRESSES - SILENT) {
    throw new Error(`${SILENT} addresses should be silent and the others refuse: ${JSON.stringify([...counts])}`);
  }
  return { tookMs, cpuS };
}

async function measure(): Promise<void> {
  const parsed = parseTarget(`127.90.0.0/16:${PORT}`, { defaultPort: PORT, force: true });
  if (!parsed.ok) throw new Error(parsed.error);
  const { addresses } = await planScan([parsed.target]);
  const sockets = scanLimits(addresses, TIMEOUT_MS, SOCKET_DIALER, ownMeans()).width.most;
  const { tookMs, cpuS } = await timeScan(addresses, SOCKET_DIALER);
  const automatic = await timeScan(addresses, null);
  const bare = await runBare(addresses.filter((_, i) => i % 4 === 0));
  const bareUs = (bare.cpuS / (ADDRESSES / 4)) * 1e6;
  // Neither less than the silence takes, nor less than a loop on all processors that are used would
  // take on this machine at this moment.
  const idealMs = Math.max((SILENT * TIMEOUT_MS) / sockets, (bare.tookMs * 4) / Math.min(2, availableParallelism()));
  const work = `${ADDRESSES} addresses, ${SILENT} silent behind a gateway, ${sockets} sockets, ${TIMEOUT_MS} ms`;
  report({
    scan_16_over_ideal: {
      value: tookMs / idealMs,
      note: `${work}; took ${Math.round(tookMs)} ms, ideal ${Math.round(idealMs)} ms`,
    },
    scan_16_automatic_s: { value: automatic.tookMs / 1000, note: 'the same without a setting' },
    scan_cpu_us_per_host: { value: (cpuS / ADDRESSES) * 1e6, note: work },
    scan_cpu_over_bare: {
      value: ((cpuS / ADDRESSES) * 1e6) / bareUs,
      note: `a socket that is dialled and closed by nothing but Node takes ${Math.round(bareUs)} us`,
    },
  });
}

/** What a loop takes that dials, waits, closes, and does nothing else. */
async function runBare(addresses: readonly Address[]): Promise<{ tookMs: number; cpuS: number }> {
  const cpuBefore = ownCpuSeconds();
  const startedMs = performance.now();
  const next = addresses.values();
  const dialOn = (done: () => void): void => {
    const { value, done: isOver } = next.next();
    if (isOver === true) {
      done();
      return;
    }
    const socket = connect(value);
    const timer = setTimeout(() => socket.destroy(), TIMEOUT_MS);
    socket.once('connect', () => socket.destroy());
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearTimeout(timer);
      dialOn(done);
    });
  };
  await Promise.all(Array.from({ length: SOCKET_DIALER }, () => new Promise<void>(dialOn)));
  return { tookMs: performance.now() - startedMs, cpuS: ownCpuSeconds() - cpuBefore };
}
