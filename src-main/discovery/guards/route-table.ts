import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import ipaddr from 'ipaddr.js';

/** A route through a router. */
export interface Route {
  /** The destination; `0.0.0.0/0` is everywhere else. */
  readonly cidr: string;
  readonly gateway: string;
}

/** The routes and neighbours that the system knows now; empty if it does not report them. */
export interface RouteTable {
  readonly routes: readonly Route[];
  /**
   * Networks to which this computer sends without a router: its own, and those of its tunnels.
   * Known only on Linux.
   */
  readonly direct: readonly string[];
  /** MAC by IPv4 address of the neighbours that have answered, in lower case with colons. */
  readonly macs: ReadonlyMap<string, string>;
}

const NOTHING_KNOWN: RouteTable = { routes: [], direct: [], macs: new Map() };
const COMMAND_TIMEOUT_MS = 3000;
const run = promisify(execFile);

/** Reads routes and neighbours from the system; sends nothing. Never rejects. */
export async function readRouteTable(platform: NodeJS.Platform = process.platform): Promise<RouteTable> {
  try {
    if (platform === 'linux') {
      const [routes, neighbours] = await Promise.all(
        ['/proc/net/route', '/proc/net/arp'].map((path) => readFile(path, 'utf8')),
      );
      return { ...parseProcRoutes(routes ?? ''), macs: parseNeighbours(neighbours ?? '') };
    }
    const isWindows = platform === 'win32';
    const [routes, neighbours] = await Promise.all([
      isWindows ? output('route', ['print', '-4']) : output('/sbin/route', ['-n', 'get', 'default']),
      isWindows ? output('arp', ['-a']) : output('/usr/sbin/arp', ['-an']),
    ]);
    return {
      routes: isWindows ? parseWindowsRoutes(routes) : parseMacRoute(routes),
      direct: [],
      macs: parseNeighbours(neighbours),
    };
  } catch {
    return NOTHING_KNOWN;
  }
}

async function output(command: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(command, args, { timeout: COMMAND_TIMEOUT_MS, windowsHide: true });
  return stdout;
}

/**
 * Linux, proc(5): hexadecimal numbers in the byte order of the computer, which is little-endian on
 * all systems of PowerHive.
 */
export function parseProcRoutes(text: string): Pick<RouteTable, 'routes' | 'direct'> {
  const [, ...lines] = text.split('\n');
  const routes: Route[] = [];
  const direct: string[] = [];
  for (const line of lines) {
    const [, destination = '', gateway = '', flags = '', , , , mask = ''] = line.split('\t');
    if (mask === '') continue;
    const [HAS_GATEWAY, IS_REFUSED] = [0x2, 0x200];
    const prefix = [...Number.parseInt(mask, 16).toString(2)].filter((bit) => bit === '1').length;
    const cidr = `${fromHex(destination)}/${prefix}`;
    const flag = Number.parseInt(flags, 16);
    if ((flag & HAS_GATEWAY) !== 0) routes.push({ cidr, gateway: fromHex(gateway) });
    else if ((flag & IS_REFUSED) === 0) direct.push(cidr);
  }
  return { routes, direct };
}

function fromHex(text: string): string {
  const number = Number.parseInt(text, 16);
  return [0, 8, 16, 24].map((shift) => (number >>> shift) & 255).join('.');
}

/** macOS: `route -n get default` has a line `gateway: 192.0.2.1`; for a VPN it has none. */
export function parseMacRoute(text: string): Route[] {
  const [, gateway] = /^\s*gateway:\s*([\d.]+)\s*$/m.exec(text) ?? [];
  return gateway === undefined ? [] : [{ cidr: '0.0.0.0/0', gateway }];
}

/**
 * Windows: rows of `route print -4` are destination, mask, router, interface, metric. The words
 * depend on the language, the numbers do not.
 */
export function parseWindowsRoutes(text: string): Route[] {
  const row = /^\s*([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+[\d.]+\s+\d+\s*$/gm;
  return [...text.matchAll(row)].flatMap(([, destination = '', mask = '', gateway = '']) => {
    if (!ipaddr.IPv4.isValidFourPartDecimal(mask) || !ipaddr.IPv4.isValidFourPartDecimal(gateway)) return [];
    const prefix = ipaddr.IPv4.parse(mask).prefixLengthFromSubnetMask();
    return prefix === null ? [] : [{ cidr: `${destination}/${prefix}`, gateway }];
  });
}

/**
 * /proc/net/arp, `arp -an` and `arp -a`: each line has an address and, if it has answered, a MAC,
 * which macOS writes without leading zeros.
 */
export function parseNeighbours(text: string): Map<string, string> {
  const macs = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [ip] = /\b\d{1,3}(?:\.\d{1,3}){3}\b/.exec(line) ?? [];
    const [mac] = /\b[0-9a-f]{1,2}(?:[:-][0-9a-f]{1,2}){5}\b/i.exec(line) ?? [];
    if (ip === undefined || mac === undefined) continue;
    const octets = mac.toLowerCase().split(/[:-]/);
    const isNobody = octets.every((octet) => Number.parseInt(octet, 16) === 0);
    if (!isNobody) macs.set(ip, octets.map((octet) => octet.padStart(2, '0')).join(':'));
  }
  return macs;
}
