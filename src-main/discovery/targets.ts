import { isIP } from 'node:net';
import { addressNumber } from './guards/attached-networks.ts';

/**
 * What the operator named: a stretch of IPv4 addresses, or a host name that is looked up when it is
 * scanned.
 */
export type Target =
  | {
      readonly kind: 'addresses';
      readonly text: string;
      readonly first: number;
      readonly last: number;
      readonly port: number;
    }
  | { readonly kind: 'host'; readonly text: string; readonly host: string; readonly port: number };

export type ParsedTarget =
  | { readonly ok: true; readonly target: Target }
  | { readonly ok: false; readonly error: string };

/** More addresses than this in one target are more often a slip of the finger than a farm. */
export const MOST_ADDRESSES = 65_536;

const FORMS =
  'Write a network (192.0.2.0/24), a range (192.0.2.10-192.0.2.80), one address or a host name, each with an optional :port';
const HOST_NAME =
  /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*\.?$/i;

/**
 * Reads one target; the error names the part that is wrong. `force` allows more than 65,536
 * addresses.
 */
export function parseTarget(text: string, options: { defaultPort: number; force?: boolean }): ParsedTarget {
  const trimmed = text.trim();
  const wrong = (why: string): ParsedTarget => ({ ok: false, error: `"${trimmed.slice(0, 80)}": ${why}` });
  if (trimmed === '') return wrong(`it is empty. ${FORMS}`);
  if (trimmed.includes('://')) return wrong(`it is a web address. Write only what stands between :// and the next /`);
  if ((trimmed.match(/:/g) ?? []).length > 1) return wrong('IPv6 is not supported: VNish miners speak IPv4');

  const [body = '', portText] = trimmed.split(':');
  const port = portText === undefined ? options.defaultPort : Number(portText);
  if (portText !== undefined && !(/^\d{1,5}$/.test(portText) && port >= 1 && port <= 65_535)) {
    return wrong(`port "${portText}" must be a number from 1 to 65535`);
  }

  const stretch = parseStretch(body);
  if (stretch === null) {
    if (/^[\d./-]*$/.test(body) || body.includes('/'))
      return wrong(`"${body}" is no address, network or range. ${FORMS}`);
    if (!HOST_NAME.test(body)) return wrong(`"${body}" is no host name. ${FORMS}`);
    return { ok: true, target: { kind: 'host', text: trimmed, host: body, port } };
  }
  if ('error' in stretch) return wrong(stretch.error);
  const count = stretch.last - stretch.first + 1;
  if (count > MOST_ADDRESSES && options.force !== true) {
    return wrong(
      `${count.toLocaleString('en')} addresses are more than ${MOST_ADDRESSES.toLocaleString('en')} in one target. Name a smaller network, or use --force on the command line`,
    );
  }
  if (stretch.last >= 0xe0000000 || stretch.first < 0x01000000) {
    return wrong('addresses of 0.x.x.x and from 224.0.0.0 upward belong to no miner');
  }
  return { ok: true, target: { kind: 'addresses', text: trimmed, ...stretch, port } };
}

type Stretch = { readonly first: number; readonly last: number } | { readonly error: string };

/** CIDR, range or single address; null if it is none of them and may be a host name. */
function parseStretch(body: string): Stretch | null {
  if (body.includes('/')) {
    const [network = '', bits = ''] = body.split('/', 2);
    if (isIP(network) !== 4) return null;
    if (body.split('/').length !== 2 || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) {
      return { error: `"/${body.slice(network.length + 1)}" must be a prefix length from /0 to /32` };
    }
    const size = 2 ** (32 - Number(bits));
    const first = Math.floor(addressNumber(network) / size) * size;
    return { first, last: first + size - 1 };
  }
  const [from = '', to, ...more] = body.split('-');
  if (isIP(from) !== 4) return null;
  if (to === undefined) return { first: addressNumber(from), last: addressNumber(from) };
  if (more.length > 0 || isIP(to) !== 4)
    return { error: `"${[to, ...more].join('-')}" must be the last address of the range, written in full` };
  const first = addressNumber(from);
  const last = addressNumber(to);
  return last < first ? { error: `the range ends at ${to}, before it starts at ${from}` } : { first, last };
}

/** The dotted form of an address number. */
export function addressText(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/** How many addresses a target means; a host name counts as one. */
export function countAddresses(target: Target): number {
  return target.kind === 'host' ? 1 : target.last - target.first + 1;
}
