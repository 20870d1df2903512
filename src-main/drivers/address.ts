/** Host and port of a miner. Port 80 is the default and is left out in text. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * The address of one certain miner. No request is sent before the host there has reported this MAC,
 * because addresses move from one machine to another.
 */
export interface MinerAddress extends Address {
  readonly mac: string;
  /**
   * PowerHive's API key on the miner; null if there is none yet. Sent with every read, because some
   * builds refuse reads without a key.
   */
  readonly apiKey?: string | null;
}

/** `10.0.0.5`, or `127.0.0.1:20003` if the port is not 80. */
export function formatAddress(address: Address): string {
  return address.port === 80 ? address.host : `${address.host}:${address.port}`;
}

/** Parses the text of `formatAddress`; null for any other text. */
export function parseAddress(text: string): Address | null {
  const match = /^([^:\s]+)(?::(\d{1,5}))?$/.exec(text);
  if (match === null) return null;
  const port = match[2] === undefined ? 80 : Number(match[2]);
  return port >= 1 && port <= 65_535 ? { host: match[1] as string, port } : null;
}
