import { isIP } from 'node:net';
import { MOST_TARGET_ADDRESSES } from '../../src-shared/limits/target-limits.ts';
import { isMac } from '../../src-shared/pasted-mac.ts';
import { type AddressRange, ipRange, withHyphens } from '../../src-shared/query/ip-range.ts';
import type { Address } from '../drivers/address.ts';
import { addressNumber } from './attached-networks.ts';
import { TARGET_WORDS as words } from './target-words.ts';

interface Ports {
  readonly firstPort: number;
  readonly lastPort: number;
}

/**
 * A target of the operator: a range of IPv4 addresses, or a host name that is looked up for each
 * scan. Each is dialled at every port, because miners behind one address have a port each.
 */
export type Target = Ports &
  (
    | { readonly kind: 'addresses'; readonly text: string; readonly first: number; readonly last: number }
    | { readonly kind: 'host'; readonly text: string; readonly host: string }
  );

export type ParsedTarget =
  | { readonly ok: true; readonly target: Target }
  /** `error` includes the text concerned; `why` does not, for display beside the text. */
  | { readonly ok: false; readonly error: string; readonly why: string };

/** The addresses of a /16. */
const IN_A_16 = 2 ** 16;

/** Maximum for one scan: a larger plan would fill the memory. */
const MOST_ADDRESSES_TOGETHER = 2 ** 20;

const HOST_NAME =
  /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*\.?$/i;

/** The system's resolver takes such a name for an address: 0x08080808, 8.8.2056. */
const ENDS_IN_NUMBER = /(?:^|\.)(?:0x[0-9a-f]*|\d+)\.?$/i;

/** Parses targets of any size that were validated before; invalid ones are skipped. */
export function parseTargets(texts: readonly string[], defaultPort: number): Target[] {
  return texts.flatMap((text) => {
    const parsed = parseTarget(text, { defaultPort, force: true });
    return parsed.ok ? [parsed.target] : [];
  });
}

/**
 * Parses one target; the error describes the invalid part. `force` allows more than
 * `MOST_TARGET_ADDRESSES`.
 */
export function parseTarget(text: string, options: { defaultPort: number; force?: boolean }): ParsedTarget {
  const trimmed = withHyphens(text.trim()).replace(/\s*-\s*/g, '-');
  const wrong = (why: string): ParsedTarget => ({ ok: false, error: `"${shortened(trimmed)}": ${why}`, why });
  if (trimmed === '') return wrong(words.empty);
  if (trimmed.includes('://')) return wrong(words.isUrl);
  if (/[,;]/.test(trimmed)) return wrong(words.several);
  if ((trimmed.match(/:/g) ?? []).length > 1) return wrong(isMac(trimmed) ? words.isMac : words.isIpv6);

  const [body = '', portText = String(options.defaultPort)] = trimmed.split(':');
  const ports = parsePorts(portText);
  if ('error' in ports) return wrong(ports.error);

  const stretch = parseStretch(body);
  if (stretch === null) {
    if (/^[\d./*-]*$/.test(body) || body.includes('/')) return wrong(words.notATarget);
    if (!HOST_NAME.test(body) || ENDS_IN_NUMBER.test(body)) return wrong(words.notAHostName);
    return { ok: true, target: { kind: 'host', text: trimmed, host: body, ...ports } };
  }
  if ('error' in stretch) return wrong(stretch.error);
  const target: Target = { kind: 'addresses', text: trimmed, ...stretch, ...ports };
  const count = countAddresses(target);
  const smaller = ports.firstPort === ports.lastPort ? smallerOf(stretch) : words.fewerPorts;
  if (count > MOST_TARGET_ADDRESSES && options.force !== true) {
    const advice = options.force === undefined ? smaller : words.orForce(smaller);
    return wrong(words.tooLarge(count, MOST_TARGET_ADDRESSES, advice));
  }
  if (count > MOST_ADDRESSES_TOGETHER) return wrong(words.tooLargeForAScan(tooManyWords(count), smaller));
  if (stretch.last >= 0xe0000000 || stretch.first < 0x01000000) {
    return wrong(words.noMiner);
  }
  return { ok: true, target };
}

/** The reason why targets cannot be scanned together; null if they can. */
export function tooManyTogether(targets: readonly Target[]): string | null {
  const count = targets.reduce((sum, target) => sum + countAddresses(target), 0);
  return count > MOST_ADDRESSES_TOGETHER ? tooManyWords(count) : null;
}

function tooManyWords(count: number): string {
  return words.tooMany(count, MOST_ADDRESSES_TOGETHER);
}

/** Shortens a text for an error message. */
function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Advice that names the /16 networks of a range, each of which fits in one line. */
function smallerOf({ first, last }: { first: number; last: number }): string {
  const [from, to] = [Math.floor(first / IN_A_16), Math.floor(last / IN_A_16)];
  const network = (index: number): string => `${addressText(index * IN_A_16)}/16`;
  return words.fewerNetworks(network(from), network(to), to - from > 1);
}

/**
 * Whether a target has addresses of others: not private, of this computer, shared by a carrier or a
 * VPN (100.64.0.0/10), or reserved for documentation and tests.
 */
export function isPublic(target: Target): boolean {
  return target.kind === 'addresses' && isPublicStretch(target.first, target.last);
}

/** Whether the address of a host name is public. */
export function isPublicAddress(address: string): boolean {
  return isPublicStretch(addressNumber(address), addressNumber(address));
}

function isPublicStretch(from: number, to: number): boolean {
  return !NOT_PUBLIC.some(([first, last]) => from >= first && to <= last);
}

/** Whether a target is inside one of these, or is the same host name. */
export function isWithin(target: Target, named: readonly Target[]): boolean {
  return named.some((one) =>
    target.kind === 'addresses'
      ? one.kind === 'addresses' && target.first >= one.first && target.last <= one.last
      : one.kind === 'host' && one.host.toLowerCase() === target.host.toLowerCase(),
  );
}

/** The address of a host name when it was last looked up; null if not known. */
export type ResolvedHost = (host: string) => string | null;

/** Whether one of the targets contains an address, or is a host name with that address. */
export function isTargeted({ host, port }: Address, targets: readonly Target[], resolvedHost: ResolvedHost): boolean {
  const address = isIP(host) === 4 ? addressNumber(host) : null;
  return targets.some((target) => {
    if (port < target.firstPort || port > target.lastPort) return false;
    if (target.kind === 'host') return resolvedHost(target.host.toLowerCase()) === host;
    return address !== null && address >= target.first && address <= target.last;
  });
}

/** The reason why a public target needs confirmation; `how` says how to confirm. */
export function publicWords(target: Target, how: string): string {
  return words.isPublic(shortened(target.text), how);
}

const NOT_PUBLIC = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
].map((network) => ipRange(network) as AddressRange);

type Stretch = { readonly first: number; readonly last: number } | { readonly error: string };

/** Parses a CIDR, a range, 10.1.7.* or one address; null if it may be a host name. */
function parseStretch(body: string): Stretch | null {
  if (body.includes('*')) {
    const range = isIP(body.replaceAll('*', '0')) === 4 ? ipRange(body) : null;
    return range === null ? null : { first: range[0], last: range[1] };
  }
  if (body.includes('/')) {
    const [network = '', bits = ''] = body.split('/', 2);
    if (isIP(network) !== 4) return null;
    if (body.split('/').length !== 2 || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) {
      return { error: words.notAPrefix(shortened(body.slice(network.length + 1))) };
    }
    const size = 2 ** (32 - Number(bits));
    const first = Math.floor(addressNumber(network) / size) * size;
    return { first, last: first + size - 1 };
  }
  const [from = '', to, ...more] = body.split('-');
  if (isIP(from) !== 4) return null;
  if (to === undefined) return { first: addressNumber(from), last: addressNumber(from) };
  const first = addressNumber(from);
  const last = more.length > 0 ? null : lastOfRange(first, to);
  if (last === null) return { error: words.notALastAddress(shortened([to, ...more].join('-'))) };
  return last < first ? { error: words.endsBeforeStart(to, from) } : { first, last };
}

/** The end of a range, which may be only its last part: 10.1.8.10-80. */
function lastOfRange(first: number, to: string): number | null {
  if (isIP(to) === 4) return addressNumber(to);
  return /^\d{1,3}$/.test(to) && Number(to) <= 255 ? first - (first % 256) + Number(to) : null;
}

/** `80`, or `20000-20047`. */
function parsePorts(text: string): Ports | { readonly error: string } {
  const [from = '', ...rest] = text.split('-');
  const to = rest.length === 0 ? from : rest.join('-');
  const wrong = [from, to].find((port) => !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535));
  if (wrong !== undefined) return { error: words.notAPort(shortened(wrong)) };
  const [firstPort, lastPort] = [Number(from), Number(to)];
  return lastPort < firstPort ? { error: words.portsEndBeforeStart(lastPort, firstPort) } : { firstPort, lastPort };
}

/** The dotted form of an address number. */
export function addressText(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/** The number of addresses and ports of a target; a host name counts as one address. */
export function countAddresses(target: Target): number {
  const hosts = target.kind === 'host' ? 1 : target.last - target.first + 1;
  return hosts * (target.lastPort - target.firstPort + 1);
}
