import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEndpointRange } from '../../src-main/demo/endpoints.ts';
import type { ActivityEntry, Health, Miner, Scan } from '../../src-shared/model/index.ts';
import { until } from '../fixtures/patience.ts';
import { type Program, type Serving, startProgram, startServing } from '../fixtures/program/program.ts';
import { type Host, Namespaces } from './namespaces.ts';

export { whyNoLab } from './namespaces.ts';

/** PowerHive's port in its namespace, where every port is free. */
const REST_PORT = 8080;

/**
 * Relays connections from a file socket, which every namespace sees, to a port that only one of
 * them has.
 */
const RELAY = `
const net = require('node:net');
const [path, port] = process.argv.slice(1);
net.createServer((from) => {
  const to = net.connect(Number(port), '127.0.0.1');
  from.pipe(to).pipe(from);
  for (const socket of [from, to]) socket.on('error', () => { from.destroy(); to.destroy(); });
}).listen(path, () => console.log('ready'));
`;

/** A part of the farm where simulated miners run, in a separate process. */
export interface SimulatedRack extends Program {
  /** Ends the programs of the miners: their addresses remain, and refuse connections. */
  stop(): Promise<void>;
}

/** PowerHive in the lab. */
export interface LabProgram extends Omit<Serving, 'rest'> {
  rest<T>(method: string, path: string, body?: unknown): Promise<T>;
  miners(): Promise<Miner[]>;
  health(): Promise<Health>;
  activity(): Promise<ActivityEntry[]>;
  latestScan(): Promise<Scan | null>;
  lastFinishedScan(): Promise<Scan | null>;
  /** Runs a scan on request, and waits for its end. */
  scan(targets?: readonly string[]): Promise<Scan>;
  /** Waits for the end of a scheduled scan that begins after this time. */
  nextScan(): Promise<Scan>;
  /** SIGSTOP: the program does not run, but its clocks do. */
  freeze(): void;
  thaw(): void;
}

/**
 * A farm on another host, with only documentation addresses: PowerHive runs `here` at 198.51.100.70
 * as the real program, simulated miners run on `farm`, and a cable connects them. In
 * 198.51.100.0/24 they are neighbours; everything else is behind the gateway 198.51.100.1, which is
 * the farm too. Addresses without a host are silent, as in a real network.
 */
export class Lab implements AsyncDisposable {
  readonly #namespaces: Namespaces;
  readonly #folder = mkdtempSync(join(tmpdir(), 'powerhive-lab-'));
  readonly #children = new Set<ChildProcess>();
  #relay: Promise<string> | null = null;

  private constructor(namespaces: Namespaces) {
    this.#namespaces = namespaces;
  }

  static async open(): Promise<Lab> {
    return new Lab(await Namespaces.open());
  }

  /**
   * Runs a command on one of the hosts, such as `run('farm', 'ip', 'addr')`; throws if it fails.
   */
  run(host: Host, ...command: string[]): string {
    return this.#namespaces.run(host, ...command);
  }

  /** The prefix of a command line that runs it on that host. */
  within(host: Host): string[] {
    return this.#namespaces.within(host);
  }

  /**
   * Gives the farm addresses, such as `198.51.100.10-198.51.100.29`. Those outside the /24 are
   * reached through the gateway.
   */
  addHosts(range: string): void {
    this.#changeHosts('replace', range);
  }

  /** Removes addresses from the farm: a host there is as silent as without power. */
  removeHosts(range: string): void {
    this.#changeHosts('del', range);
  }

  /**
   * Starts simulated miners on the farm, and gives it their addresses:
   * `startRack('198.51.100.10-198.51.100.29:80', '--faults', 'slow:3')`.
   */
  async startRack(listen: string, ...args: string[]): Promise<SimulatedRack> {
    this.addHosts(listen);
    const program = startProgram(['sim', '--listen', listen, ...args], this.within('farm'));
    this.#children.add(program.child);
    await until('the simulated miners', () => {
      if (program.child.exitCode !== null) throw new Error(`sim ${listen}: ${program.stderr()}`);
      return program.stdout().includes('\n');
    });
    return { ...program, stop: () => this.end(program.child) };
  }

  /** Starts another program on one of the hosts; it ends with the lab, or by `end`. */
  spawn(host: Host, ...command: string[]): ChildProcess {
    const [program = '', ...args] = [...this.within(host), ...command];
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    this.#children.add(child);
    return child;
  }

  /** Ends a program: SIGTERM, and SIGKILL if that takes too long. */
  async end(child: ChildProcess): Promise<void> {
    this.#children.delete(child);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGCONT');
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(late);
  }

  /**
   * Runs a CommonJS script on that host until the lab is closed; it must write to stdout when it is
   * ready.
   */
  async startNode(host: Host, script: string, ...rest: string[]): Promise<void> {
    const [program = '', ...args] = [...this.within(host), process.execPath, '-e', script, ...rest];
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#children.add(child);
    await once(child.stdout, 'data');
  }

  /** Makes this computer refuse to send to a network: EHOSTUNREACH, EACCES or EINVAL at once. */
  refuse(kind: 'unreachable' | 'prohibit' | 'blackhole', network: string): void {
    this.run('here', 'ip', 'route', 'add', kind, network);
  }

  allow(network: string): void {
    this.run('here', 'ip', 'route', 'del', network);
  }

  /**
   * Unplugs the cable at one of its ends, or plugs it in. The end of this computer loses its
   * routes, as when an interface is switched off.
   */
  setLink(host: Host, state: 'up' | 'down'): void {
    const device = host === 'here' ? 'uplink' : 'port';
    this.run(host, 'ip', 'link', 'set', device, state);
    if (host === 'here' && state === 'up') this.run('here', 'ip', 'route', 'replace', 'default', 'via', '198.51.100.1');
  }

  /**
   * Replaces the gateway by another machine: the same address and another MAC. This computer's
   * neighbour table is cleared.
   */
  changeGateway(mac: string): void {
    this.run('farm', 'ip', 'link', 'set', 'port', 'address', mac);
    this.run('here', 'ip', 'neigh', 'flush', 'all');
  }

  /** Starts PowerHive with these settings; `data` is the data folder of an earlier one. */
  async serve(config: object, data = mkdtempSync(join(this.#folder, 'data-'))): Promise<LabProgram & { data: string }> {
    writeFileSync(join(data, 'config.json'), JSON.stringify(config));
    const [serving, socketPath] = await Promise.all([
      startServing(['serve', '--data', data, '--port', String(REST_PORT)], this.within('here')),
      this.#startRelay(),
    ]);
    this.#children.add(serving.child);
    const rest = <T>(method: string, path: string, body?: unknown): Promise<T> =>
      ask(socketPath, serving.token, method, path, body) as Promise<T>;
    const latest = (): Promise<Scan | null> => rest('GET', '/scans/latest');
    const lastFinished = (): Promise<Scan | null> => rest('GET', '/scans/last-finished');
    const ended = async (which: (scan: Scan) => boolean): Promise<Scan> => {
      let scan: Scan | null = null;
      const isIt = async (): Promise<boolean> => {
        scan = await lastFinished();
        return scan !== null && which(scan);
      };
      // The next one replaces it.
      await until('the end of a scan', isIt, { often: true });
      return scan as unknown as Scan;
    };
    return {
      ...serving,
      data,
      rest,
      miners: () => rest('GET', '/miners'),
      health: () => rest('GET', '/health'),
      activity: () => rest('GET', '/activity?limit=500'),
      latestScan: latest,
      lastFinishedScan: lastFinished,
      async scan(targets) {
        const { scan_id } = await rest<{ scan_id: string }>(
          'POST',
          '/rescan',
          targets === undefined ? {} : { targets },
        );
        return ended((scan) => scan.scan_id === scan_id);
      },
      async nextScan() {
        const sinceAt = Date.now();
        return ended((scan) => scan.trigger === 'schedule' && scan.started_at >= sinceAt);
      },
      freeze: () => void serving.child.kill('SIGSTOP'),
      thaw: () => void serving.child.kill('SIGCONT'),
      stop: async () => {
        await this.end(serving.child);
        return serving.child.exitCode;
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#children].map((child) => this.end(child)));
    await this.#namespaces.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #changeHosts(change: 'replace' | 'del', range: string): void {
    const hosts = new Set(parseEndpointRange(range).map(({ host }) => host));
    const lines = [...hosts].map((host) =>
      host.startsWith('198.51.100.') ? `addr ${change} ${host}/24 dev port` : `addr ${change} ${host}/32 dev lo`,
    );
    this.run(
      'farm',
      'sh',
      '-c',
      `echo '${lines.join('\n')}' | ip -force -batch - ${change === 'del' ? '|| true' : ''}`,
    );
  }

  #startRelay(): Promise<string> {
    this.#relay ??= (async () => {
      const path = join(this.#folder, 'rest.sock');
      await this.startNode('here', RELAY, path, String(REST_PORT));
      return path;
    })();
    return this.#relay;
  }
}

/** Sends one request through the relay; throws for an error response. */
function ask(socketPath: string, token: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const content = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    host: `127.0.0.1:${REST_PORT}`,
    authorization: `Bearer ${token}`,
    ...(content !== undefined && { 'content-type': 'application/json' }),
  };
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, method, path: `/api${path}`, headers, agent: false }, async (response) => {
      const text = (await response.toArray()).join('');
      if (![200, 201, 202].includes(response.statusCode ?? 0))
        reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
      else resolve(JSON.parse(text));
    });
    sent.on('error', reject);
    sent.end(content);
  });
}
