export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

const DEFAULT_PORT = 8980;
const DARWIN_FIRST_PORT = 20_000;
const FIRST_DEMO_HOST = toNumber('127.77.0.1');
const MOST_ENDPOINTS = 65_536;
/**
 * 0.0.0.0/8 means every address of a machine; from 224.0.0.0 upward are multicast and broadcast.
 */
const FIRST_HOST = toNumber('1.0.0.0');
const FIRST_MULTICAST = toNumber('224.0.0.0');

/**
 * Parses endpoints: `127.77.0.1-127.77.0.48:8980`, `127.0.0.1:20000-20047`, `127.77.0.0/24:8980`
 * (without network and broadcast address), a single one, or several with commas. The port defaults
 * to 8980. Throws, naming the part, for invalid text and for addresses that no machine can have.
 * Whether this computer has an address shows only when listening.
 */
export function parseEndpointRange(text: string): Endpoint[] {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.includes('')) throw new Error(`cannot read "${text}": an address is missing`);
  const endpoints = parts.flatMap(parsePart);
  const seen = new Set<string>();
  for (const { host, port } of endpoints) {
    const key = `${host}:${port}`;
    if (port !== 0 && seen.has(key)) throw new Error(`${key} is named twice in "${text}"`);
    seen.add(key);
  }
  return endpoints;
}

/**
 * Endpoints for a demo fleet: many addresses with one port, or, on systems with a single loopback
 * address, many ports. Each `block` has its own endpoints, so that fleets can run side by side.
 */
export function demoEndpoints(count: number, platform: NodeJS.Platform, block = 0): Endpoint[] {
  if (platform === 'darwin') {
    const first = DARWIN_FIRST_PORT + block * count;
    return Array.from({ length: count }, (_, i) => ({ host: '127.0.0.1', port: first + i }));
  }
  const endpoints: Endpoint[] = [];
  for (let address = FIRST_DEMO_HOST; endpoints.length < count; address++) {
    if (isHostAddress(address)) endpoints.push({ host: toText(address), port: DEFAULT_PORT + block });
  }
  return endpoints;
}

/** The endpoints as short scan targets: consecutive addresses become ranges, ports do not. */
export function describeEndpoints(endpoints: readonly Endpoint[]): string[] {
  const targets: string[] = [];
  for (let i = 0; i < endpoints.length; ) {
    const first = endpoints[i] as Endpoint;
    let length = 1;
    while (follows(endpoints[i + length - 1] as Endpoint, endpoints[i + length])) length++;
    const last = endpoints[i + length - 1] as Endpoint;
    targets.push(`${length === 1 ? first.host : `${first.host}-${last.host}`}:${first.port}`);
    i += length;
  }
  return targets;
}

function follows(before: Endpoint, next: Endpoint | undefined): boolean {
  return next !== undefined && next.port === before.port && toNumber(next.host) === toNumber(before.host) + 1;
}

function parsePart(part: string): Endpoint[] {
  const match = /^(?<from>[\d.]+)(?:-(?<to>[\d.]+)|\/(?<bits>\d+))?(?::(?<port>\d+)(?:-(?<lastPort>\d+))?)?$/.exec(
    part,
  );
  if (match?.groups === undefined) {
    throw new Error(
      `cannot read "${part}": write ADDRESS:PORT, FIRST-LAST:PORT, ADDRESS:PORT-PORT or ADDRESS/BITS:PORT`,
    );
  }
  const { from = '', to, bits, port, lastPort } = match.groups;
  const addresses = bits === undefined ? readRange(part, from, to ?? from) : readBlock(part, from, Number(bits));
  const ports = readPorts(part, port, lastPort);
  if (addresses.length * ports.length > MOST_ENDPOINTS) {
    throw new Error(
      `"${part}" is ${addresses.length * ports.length} endpoints; at most ${MOST_ENDPOINTS} are possible`,
    );
  }
  return addresses.flatMap((address) => ports.map((port) => ({ host: toText(address), port })));
}

function readRange(part: string, from: string, to: string): number[] {
  const first = readAddress(part, from);
  const last = readAddress(part, to);
  if (last < first) throw new Error(`"${part}": the range ends before it begins`);
  return count(part, first, last - first + 1);
}

function readBlock(part: string, from: string, bits: number): number[] {
  if (bits < 8 || bits > 32) throw new Error(`"${part}": a block has 8 to 32 bits`);
  const size = 2 ** (32 - bits);
  const first = Math.floor(readAddress(part, from) / size) * size;
  return bits >= 31 ? count(part, first, size) : count(part, first + 1, size - 2);
}

function readPorts(part: string, port: string | undefined, lastPort: string | undefined): number[] {
  const first = port === undefined ? DEFAULT_PORT : Number(port);
  const last = lastPort === undefined ? first : Number(lastPort);
  if (first > 65_535 || last > 65_535) throw new Error(`"${part}": a port is at most 65535`);
  if (last < first) throw new Error(`"${part}": the ports end before they begin`);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

function count(part: string, first: number, size: number): number[] {
  if (size > MOST_ENDPOINTS) throw new Error(`"${part}" is ${size} addresses; at most ${MOST_ENDPOINTS} are possible`);
  return Array.from({ length: size }, (_, i) => first + i);
}

function readAddress(part: string, address: string): number {
  const octets = address.split('.');
  const isAddress = octets.length === 4 && octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) <= 255);
  if (!isAddress) throw new Error(`"${address}" in "${part}" is not an IPv4 address`);
  const number = toNumber(address);
  if (number < FIRST_HOST || number >= FIRST_MULTICAST) {
    throw new Error(`${address} is no machine's own address: name one that this machine has`);
  }
  return number;
}

/** False for addresses that look like a network or broadcast address. A demo does not use them. */
function isHostAddress(address: number): boolean {
  const last = address % 256;
  return last !== 0 && last !== 255;
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

function toText(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
