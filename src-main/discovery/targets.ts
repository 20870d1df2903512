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
  /**
   * `error` names the text that it is about, `why` does not: that is for where the text stands
   * beside it.
   */
  | { readonly ok: false; readonly error: string; readonly why: string };

/** More addresses than this in one target are more often a slip of the finger than a farm. */
const MOST_ADDRESSES = 65_536;

const EXAMPLES = 'Examples: 10.1.0.0/22, 10.1.8.10-80, 10.1.8.10, miner7.lan:81';
const HOST_NAME =
  /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*\.?$/i;

/**
 * Targets that were checked before, of whatever size; one that is wrong all the same is left out.
 */
export function parseTargets(texts: readonly string[], defaultPort: number): Target[] {
  return texts.flatMap((text) => {
    const parsed = parseTarget(text, { defaultPort, force: true });
    return parsed.ok ? [parsed.target] : [];
  });
}

/**
 * Reads one target; the error names the part that is wrong. `force` allows more than 65,536
 * addresses.
 */
export function parseTarget(text: string, options: { defaultPort: number; force?: boolean }): ParsedTarget {
  const trimmed = text.trim();
  const wrong = (why: string): ParsedTarget => ({ ok: false, error: `"${trimmed.slice(0, 80)}": ${why}`, why });
  if (trimmed === '') return wrong(`Empty. ${EXAMPLES}`);
  if (trimmed.includes('://')) return wrong('Enter only the host, without http:// and path.');
  if ((trimmed.match(/:/g) ?? []).length > 1) return wrong("IPv6 isn't supported. Use the IPv4 address.");

  const [body = '', portText] = trimmed.split(':');
  const port = portText === undefined ? options.defaultPort : Number(portText);
  if (portText !== undefined && !(/^\d{1,5}$/.test(portText) && port >= 1 && port <= 65_535)) {
    return wrong(`Port "${portText}" must be a number from 1 to 65535.`);
  }

  const stretch = parseStretch(body);
  if (stretch === null) {
    if (/^[\d./-]*$/.test(body) || body.includes('/')) return wrong(`Not an address, range or network. ${EXAMPLES}`);
    if (!HOST_NAME.test(body)) return wrong('Not a valid host name');
    return { ok: true, target: { kind: 'host', text: trimmed, host: body, port } };
  }
  if ('error' in stretch) return wrong(stretch.error);
  const count = stretch.last - stretch.first + 1;
  if (count > MOST_ADDRESSES && options.force !== true) {
    const force = options.force === undefined ? '' : ' Or use --force.';
    return wrong(
      `Too large: ${count.toLocaleString('en')} addresses, ${MOST_ADDRESSES.toLocaleString('en')} at most per line. Enter a smaller network.${force}`,
    );
  }
  if (stretch.last >= 0xe0000000 || stretch.first < 0x01000000) {
    return wrong('No miner can have such an address (0.x.x.x, 224.0.0.0 and up).');
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
  const first = addressNumber(from);
  const last = more.length > 0 ? null : lastOfRange(first, to);
  if (last === null) return { error: `"${[to, ...more].join('-')}" must be the last address of the range.` };
  return last < first ? { error: `The range ends at ${to}, before it starts at ${from}.` } : { first, last };
}

/** The end of a range, which may be written by its last part alone: 10.1.8.10-80. */
function lastOfRange(first: number, to: string): number | null {
  if (isIP(to) === 4) return addressNumber(to);
  return /^\d{1,3}$/.test(to) && Number(to) <= 255 ? first - (first % 256) + Number(to) : null;
}

/** The dotted form of an address number. */
export function addressText(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/** How many addresses a target means; a host name counts as one. */
export function countAddresses(target: Target): number {
  return target.kind === 'host' ? 1 : target.last - target.first + 1;
}
