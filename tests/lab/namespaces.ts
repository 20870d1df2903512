import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** The two hosts of the lab: `here` is PowerHive's computer, `farm` has the miners. */
export type Host = 'here' | 'farm';

/**
 * Two network namespaces, connected by a cable. `here` has 198.51.100.70/24 on `uplink`; `farm` has
 * 198.51.100.1/24 on `port`, and is the gateway to everything else. Names and mounts are private,
 * so that several labs do not collide.
 */
const SETUP = `
set -e
mount -t tmpfs tmpfs /run
mkdir /run/netns
ip netns add farm
ip link set lo up
ip -n farm link set lo up
ip link add name uplink type veth peer name port netns farm
ip -n farm addr add 198.51.100.1/24 dev port
ip -n farm link set port up
ip addr add 198.51.100.70/24 dev uplink
ip link set uplink up
ip route add default via 198.51.100.1
`;

/** The kernel reports the link up to a second late: until then no program sees the network. */
const WAIT_FOR_LINK = `
until ip -br link show uplink | grep -q ' UP '; do sleep 0.05; done
`;

const IS_ROOT = process.getuid?.() === 0;
/** Users other than root become root in a user namespace, if the system allows it. */
const APART = ['unshare', ...(IS_ROOT ? [] : ['-U', '-r']), '-n', '-m', 'sh', '-c'];

/** Why there is no lab on this machine, for the name of a skipped test; null if there is one. */
export const whyNoLab = findWhyNot();

function findWhyNot(): string | null {
  if (process.platform !== 'linux') return 'network namespaces are of Linux';
  const [program = '', ...args] = [...APART, SETUP];
  const { status, error, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status === 0) return null;
  const reason = error?.message ?? stderr.trim().split('\n').at(-1);
  return `no network namespaces here: ${reason}`;
}

/**
 * The namespaces of one lab. They end when it is closed, or when the process that opened it ends.
 */
export class Namespaces {
  readonly #holder: ChildProcess;

  private constructor(holder: ChildProcess) {
    this.#holder = holder;
  }

  static async open(): Promise<Namespaces> {
    const [program = '', ...args] = [...APART, `${SETUP}${WAIT_FOR_LINK}echo ready\nexec cat`];
    const holder = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    await Promise.race([
      once(holder.stdout, 'data'),
      once(holder, 'exit').then(() => {
        throw new Error('The lab could not be set up; see the lines above.');
      }),
    ]);
    return new Namespaces(holder);
  }

  /**
   * The prefix of a command that runs it on that host. It execs the command: one process, one pid.
   */
  within(host: Host): string[] {
    const enter = ['nsenter', '-t', String(this.#holder.pid), '-m', '-n'];
    if (!IS_ROOT) enter.push('-U', '--preserve-credentials');
    return host === 'here' ? enter : [...enter, 'nsenter', '--net=/run/netns/farm'];
  }

  /** Runs a command on that host and returns its output. Throws if it fails. */
  run(host: Host, ...command: string[]): string {
    const [program = '', ...args] = [...this.within(host), ...command];
    const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${host}: ${command.join(' ')}: ${error?.message ?? stderr}`);
    return stdout;
  }

  async close(): Promise<void> {
    const ended = once(this.#holder, 'exit');
    this.#holder.stdin?.end();
    await ended;
  }
}
