import type { Socket } from 'node:net';

/**
 * What a failed connection says of whoever was to be reached. `own`: this machine itself could not
 * even try. `unreached`: the system knew at once that the host is not reached, which is the
 * machine's own doing where it happens to a whole network, and silence where it happens to one
 * host. `reported`: something on the way said at once that the host is not reached: a router, or this
 * machine itself for a tunnel of its own. `silent`: as if no host had responded.
 */
export type ConnectFailure = 'refused' | 'own' | 'unreached' | 'reported' | 'silent';

/**
 * Only the own machine returns these. Linux: a route of type `prohibit` (EACCES) or `blackhole`
 * (EINVAL). Windows: WSAENETUNREACH, WSAEACCES and WSAEADDRNOTAVAIL of connect, which libuv hands on
 * under these names (Windows Sockets error codes, Microsoft). EPERM is a packet filter's.
 */
const OWN = new Set(['ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL', 'EACCES', 'EPERM', 'EINVAL']);

/**
 * Linux returns EHOSTUNREACH inside the call for a route of type `unreachable`, and for a neighbour
 * that does not resolve, after three seconds. macOS returns it inside the call for every neighbour
 * while its local network privacy denies the program (Apple TN3179 and reports since macOS 15), but
 * also for a while for a single neighbour that was asked for in vain, as EHOSTDOWN or EHOSTUNREACH.
 */
const UNREACHED = new Set(['EHOSTUNREACH', 'EHOSTDOWN']);

/**
 * On Linux ENETUNREACH is no route of its own inside the call, and what a router said of its routes
 * after it (ICMP net unreachable, which the kernel hands to the socket that connects). BSD, and macOS
 * with it, hands that on as EHOSTUNREACH; of Windows it is not known.
 */
const isUnreached = (code: string, platform: NodeJS.Platform): boolean =>
  UNREACHED.has(code) || (code === 'ENETUNREACH' && platform === 'linux');

/**
 * What comes back from the network within so short a time comes from a router at most, not from
 * waiting for a host.
 */
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
 * Watches a socket right after `connect` was called with an IP address. The function it returns
 * says, in the socket's `error` event, how the attempt went: Node makes the system's call one tick
 * after `connect`, and destroys the socket there if it fails.
 */
export function watchAttempt(socket: Socket): () => ConnectAttempt {
  const beganMs = performance.now();
  let withinCall = false;
  process.nextTick(() => {
    withinCall = socket.destroyed;
  });
  return () => ({ withinCall, elapsedMs: performance.now() - beganMs });
}
