import { expect, it } from 'vitest';
import { classifyConnectFailure } from '../../../src-main/drivers/http/connect-failure.ts';

const inCall = { withinCall: true, elapsedMs: 0 };
const after = (elapsedMs: number) => ({ withinCall: false, elapsedMs });

it.each([
  // Linux, seen: `ip route add unreachable|prohibit|blackhole`, no route at all, and a neighbour
  // for whom ARP fails.
  ['linux', 'EHOSTUNREACH', inCall, 'own'],
  ['linux', 'EACCES', inCall, 'own'],
  ['linux', 'EINVAL', inCall, 'own'],
  ['linux', 'ENETUNREACH', inCall, 'own'],
  ['linux', 'EHOSTUNREACH', after(3070), 'silent'],
  // A router that says so itself (ICMP host or net unreachable).
  ['linux', 'EHOSTUNREACH', after(1), 'unreached'],
  ['linux', 'ENETUNREACH', after(1), 'own'],
  // macOS: connect in the call fails with EHOSTUNREACH for every neighbour while local network
  // privacy denies the program, and as EHOSTDOWN or EHOSTUNREACH for a single one after ARP has
  // failed for it (arp(4), rejected host routes).
  ['darwin', 'EHOSTUNREACH', inCall, 'unreached'],
  ['darwin', 'EHOSTDOWN', inCall, 'unreached'],
  ['darwin', 'EHOSTDOWN', after(400), 'silent'],
  ['darwin', 'ENETDOWN', inCall, 'own'],
  // Windows: connect fails with WSAENETUNREACH where there is no route, WSAEHOSTUNREACH from a
  // router or after ARP.
  ['win32', 'ENETUNREACH', after(2), 'own'],
  ['win32', 'EADDRNOTAVAIL', after(2), 'own'],
  ['win32', 'EACCES', after(2), 'own'],
  ['win32', 'EHOSTUNREACH', after(3000), 'silent'],
  ['win32', 'ETIMEDOUT', after(21_000), 'silent'],
  ['linux', 'ECONNREFUSED', after(1), 'refused'],
  ['linux', 'ECONNRESET', after(1), 'silent'],
] as const)('on %s takes %s %j for %s', (platform, code, attempt, expected) => {
  expect(classifyConnectFailure(code, attempt, platform)).toBe(expected);
});
