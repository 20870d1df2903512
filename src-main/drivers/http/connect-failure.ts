import type { Socket } from 'node:net';

/**
 * What a failed connection means. `own`: this computer could not even try. `unreached`: the system
 * reported at once that the host cannot be reached. For a whole network that is this computer's
 * fault; for a single host it counts as `silent`. `reported`: something on the way reported at once
 * that the host cannot be reached: a router, or this computer itself for its own tunnel. `silent`:
 * as if no host had responded.
 */
export type ConnectFailure = 'refused' | 'own' | 'unreached' | 'reported' | 'silent';

/**
 * Only this computer returns these. Linux: a route of type `prohibit` (EACCES) or `blackhole`
 * (EINVAL). Windows: WSAENETUNREACH, WSAEACCES and WSAEADDRNOTAVAIL of connect, which libuv maps to
 * these names (Windows Sockets error codes, Microsoft). EPERM comes from a packet filter.
 */
const OWN = new Set(['ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL', 'EACCES', 'EPERM', 'EINVAL']);

/**
 * Linux returns EHOSTUNREACH inside the call for a route of type `unreachable`, and after three
 * seconds for a neighbour that does not resolve. macOS returns it inside the call for every
 * neighbour while its local network privacy denies the program (Apple TN3179 and reports since
 * macOS 15). It also does so for a while, as EHOSTDOWN or EHOSTUNREACH, for a single neighbour
 * after ARP has failed.
 */
const UNREACHED = new Set(['EHOSTUNREACH', 'EHOSTDOWN']);

/**
 * On Linux ENETUNREACH inside the call means that this computer has no route. After the call it
 * means that a router has none (ICMP net unreachable, which the kernel reports to the connecting
 * socket). BSD and macOS report the latter as EHOSTUNREACH; for Windows it is not known.
 */
const isUnreached = (code: string, platform: NodeJS.Platform): boolean =>
  UNREACHED.has(code) || (code === 'ENETUNREACH' && platform === 'linux');

/** An error from the network within this time comes from a router, not from waiting for a host. */
const AT_ONCE_MS = 50;

export interface ConnectAttempt {
  /** The system refused the call itself, before anything was sent. */
  readonly withinCall: boolean;
  readonly elapsedMs: number;
}

export function classifyConnectFailure(
  code: string,
  { withinCall, elapsedMs }: ConnectAttempt,
  platform: NodeJS.Platform = process.platform,
): ConnectFailure {
  if (code === 'ECONNREFUSED') return 'refused';
  if (!isUnreached(code, platform)) return OWN.has(code) ? 'own' : 'silent';
  if (withinCall) return platform === 'linux' ? 'own' : 'unreached';
  return elapsedMs < AT_ONCE_MS ? 'reported' : 'silent';
}

/**
 * Watches a socket right after `connect` was called with an IP address. The returned function is to
 * be called in the socket's `error` event. Node makes the system call one tick after `connect`, and
 * destroys the socket there if it fails.
 */
export function watchAttempt(socket: Socket): () => ConnectAttempt {
  const beganMs = performance.now();
  let withinCall = false;
  process.nextTick(() => {
    withinCall = socket.destroyed;
  });
  return () => ({ withinCall, elapsedMs: performance.now() - beganMs });
}
