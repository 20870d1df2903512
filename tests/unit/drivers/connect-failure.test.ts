import { expect, it } from 'vitest';
import { classifyConnectFailure } from '../../../src-main/drivers/http/connect-failure.ts';
import { describeNetworkError, isOutOfSockets, NotTriedError } from '../../../src-main/drivers/http/network-failure.ts';

const inCall = { withinCall: true, elapsedMs: 0 };
const after = (elapsedMs: number) => ({ withinCall: false, elapsedMs });

it.each([
  // Linux, observed: `ip route add unreachable|prohibit|blackhole`, no route at all, and a
  // neighbour for which ARP fails.
  ['linux', 'EHOSTUNREACH', inCall, 'own'],
  ['linux', 'EACCES', inCall, 'own'],
  ['linux', 'EINVAL', inCall, 'own'],
  ['linux', 'ENETUNREACH', inCall, 'own'],
  ['linux', 'EHOSTUNREACH', after(3070), 'silent'],
  // A router that reports it: ICMP host or net unreachable, host unknown (icmp_err_convert of the
  // kernel; net unreachable was observed after 9 ms).
  ['linux', 'EHOSTUNREACH', after(1), 'reported'],
  ['linux', 'ENETUNREACH', after(9), 'reported'],
  ['linux', 'ENETUNREACH', after(300), 'silent'],
  ['linux', 'EHOSTDOWN', after(1), 'reported'],
  ['linux', 'EHOSTDOWN', inCall, 'own'],
  ['linux', 'ENETDOWN', after(1), 'own'],
  // macOS: connect fails in the call with EHOSTUNREACH for every neighbour while local network
  // privacy blocks the program, and with EHOSTDOWN or EHOSTUNREACH for a single one after ARP has
  // failed for it (arp(4), rejected host routes).
  ['darwin', 'EHOSTUNREACH', inCall, 'unreached'],
  ['darwin', 'EHOSTDOWN', inCall, 'unreached'],
  ['darwin', 'EHOSTDOWN', after(400), 'silent'],
  ['darwin', 'EHOSTUNREACH', after(5), 'reported'],
  ['darwin', 'ENETDOWN', inCall, 'own'],
  // Windows: connect fails with WSAENETUNREACH if there is no route, and with WSAEHOSTUNREACH from
  // a router or after ARP.
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

it.each([
  // Linux: no local port is left (connect(2)). macOS and Windows: no address of its own.
  ['EADDRNOTAVAIL', 'linux', true],
  ['EADDRNOTAVAIL', 'darwin', false],
  ['EADDRNOTAVAIL', 'win32', false],
  // Windows, if no local port is left.
  ['EADDRINUSE', 'win32', true],
  ['EMFILE', 'linux', true],
  ['ENETUNREACH', 'linux', false],
] as const)('has no sockets left where connect fails with %s on %s: %s', (code, platform, expected) => {
  expect(isOutOfSockets(code, platform)).toBe(expected);
});

it('says of a network that a router does not reach that the miner is unreachable, and not this computer', () => {
  const where = 'GET /api/v1/info at 198.51.100.7';
  const failed = (error: Error) => describeNetworkError(error, where).error.code;
  const unreachable = Object.assign(new Error('connect ENETUNREACH'), { code: 'ENETUNREACH' });
  expect(failed(unreachable)).toBe('unreachable');
  expect(failed(new NotTriedError('ENETUNREACH'))).toBe('no_route');
  expect(failed(new NotTriedError('EADDRINUSE'))).toBe('no_sockets');
});

it.each([
  [new NotTriedError('EADDRINUSE'), 'EADDRINUSE'],
  [Object.assign(new Error('connect ENOBUFS'), { code: 'ENOBUFS' }), 'ENOBUFS'],
  [Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }), undefined],
])('keeps the code of the system where it had no socket: %s', (error, code) => {
  expect(describeNetworkError(error, 'GET /api/v1/info at 198.51.100.7').error.systemCode).toBe(code);
});

it.each([
  ['ECONNREFUSED', 'Connection refused at 127.88.0.1:8980 (rebooting, or wrong port?)'],
  ['ECONNRESET', 'Connection closed (rebooting?)'],
])('says of %s what an operator knows it by', (code, words) => {
  const error = Object.assign(new Error(code), { code });
  expect(describeNetworkError(error, 'GET /api/v1/info at 127.88.0.1:8980').error.message).toBe(words);
});
