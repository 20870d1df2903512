import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { lightScan } from '../../src-main/discovery/light-scan.ts';
import { planScan } from '../../src-main/discovery/scan-plan.ts';
import { parseTarget } from '../../src-main/discovery/targets.ts';
import { ownCpuSeconds, report, sleep } from './measure.ts';

/**
 * The light scan of a /16 of which three quarters are silent. Silence comes from a namespace whose firewall drops what is sent to them, which
 * takes root on Linux; else from one listener whose backlog is full, which swallows whatever is dialled on its port.
 */
const ADDRESSES = 65_536;
const SILENT = (ADDRESSES / 4) * 3;
const TIMEOUT_MS = 400;
const SOCKETS = 8192;
const IN_NAMESPACE = '--in-namespace';
/** Nobody listens there: those addresses refuse. */
const PORT = 8961;

if (process.argv.includes(IN_NAMESPACE)) {
  await measure(PORT, 'dropped by a firewall');
} else {
  const script = [
    'ip link set lo up',
    'iptables -A OUTPUT -d 127.90.64.0/18 -j DROP',
    'iptables -A OUTPUT -d 127.90.128.0/17 -j DROP',
    'exec "$@"',
  ].join(' && ');
  const inside = [process.execPath, ...process.execArgv, import.meta.filename, IN_NAMESPACE];
  const { status, stdout } = spawnSync('unshare', ['-n', 'sh', '-c', script, 'sh', ...inside], { encoding: 'utf8' });
  if (status === 0) process.stdout.write(stdout);
  else await withFullBacklog();
}

async function withFullBacklog(): Promise<void> {
  const server = createServer({ pauseOnConnect: true }).listen({ host: '0.0.0.0', port: 0, backlog: 0 });
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  // Nobody accepts while this process is busy dialling itself full.
  const fill = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  await sleep(200);
  await measure(port, 'swallowed by a full backlog');
  for (const socket of fill) socket.destroy();
  server.close();
}

async function measure(silentPort: number, how: string): Promise<void> {
  const refusing = parseTarget(`127.90.0.0-127.90.63.255:${PORT}`, { defaultPort: PORT, force: true });
  const silentOnes = parseTarget(`127.90.64.0-127.90.255.255:${silentPort}`, { defaultPort: PORT, force: true });
  if (!refusing.ok || !silentOnes.ok) throw new Error('these are addresses');
  const { addresses } = await planScan([refusing.target, silentOnes.target], []);
  const counts = new Map<string, number>();
  const cpuBefore = ownCpuSeconds();
  const startedMs = performance.now();
  await lightScan(addresses, {
    timeoutMs: TIMEOUT_MS,
    cap: SOCKETS,
    signal: new AbortController().signal,
    onResult: (_, result) => counts.set(result, (counts.get(result) ?? 0) + 1),
  });
  const tookMs = performance.now() - startedMs;
  const cpu = ownCpuSeconds() - cpuBefore;
  const silent = counts.get('silent') ?? 0;
  if (silent !== SILENT)
    throw new Error(`${silent} addresses were silent instead of ${SILENT}: ${JSON.stringify([...counts])}`);
  const bareUs = await bareCpuUs(addresses.filter((_, i) => i % 4 === 0));
  const idealMs = (silent * TIMEOUT_MS) / SOCKETS;
  const work = `${ADDRESSES} addresses, ${silent} silent (${how}), ${SOCKETS} sockets, ${TIMEOUT_MS} ms`;
  report({
    scan_16_over_ideal: { value: tookMs / idealMs, note: `${work}; took ${Math.round(tookMs)} ms` },
    scan_cpu_us_per_host: { value: (cpu / ADDRESSES) * 1e6, note: work },
    scan_cpu_over_bare: {
      value: ((cpu / ADDRESSES) * 1e6) / bareUs,
      note: `a socket that is dialled and closed by nothing but Node takes ${Math.round(bareUs)} us`,
    },
  });
}

/** Microseconds on processors for each address of a loop that dials, waits, closes, and does nothing else. */
async function bareCpuUs(addresses: readonly { host: string; port: number }[]): Promise<number> {
  const before = ownCpuSeconds();
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
  await Promise.all(Array.from({ length: SOCKETS }, () => new Promise<void>(dialOn)));
  return ((ownCpuSeconds() - before) / addresses.length) * 1e6;
}
