/** Where a miner responds. Port 80 is the field's default and is left out in text. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * One certain miner at an address. The host there must have reported this MAC before any other
 * request is sent to it: addresses go from one machine to another.
 */
export interface MinerAddress extends Address {
  readonly mac: string;
  /**
   * Our key there: every read is sent with it, because some builds refuse reads without a key.
   * Null: none yet.
   */
  readonly apiKey?: string | null;
}

/** `10.0.0.5`, or `127.0.0.1:20003` where the port is not 80. */
export function formatAddress(address: Address): string {
  return address.port === 80 ? address.host : `${address.host}:${address.port}`;
}

/** Reads back what `formatAddress` wrote; null if it is no such text. */
export function parseAddress(text: string): Address | null {
  const match = /^([^:\s]+)(?::(\d{1,5}))?$/.exec(text);
  if (match === null) return null;
  const port = match[2] === undefined ? 80 : Number(match[2]);
  return port >= 1 && port <= 65_535 ? { host: match[1] as string, port } : null;
}
