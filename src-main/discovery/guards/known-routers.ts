import { z } from 'zod';
import { RememberedFile } from './remembered-file.ts';

/** The router's MAC by network with miners, such as `192.0.2.0/24` to `02:00:5e:10:00:01`. */
const Macs = z.record(z.string(), z.string());
/** The own networks over which each /24 was reached: `10.0.0.0/24` to `192.0.2.0/24`. */
const Paths = z.record(z.string(), z.array(z.string()));

/** Several, because a laptop reaches its farm by cable, by Wi-Fi and over a VPN. */
const MOST_PATHS = 8;

export interface KnownRoutersOptions {
  /** Null keeps nothing on disk. */
  readonly gatewaysFile: string | null;
  readonly pathsFile: string | null;
  readonly onError: (error: unknown) => void;
}

/**
 * Remembers, also after restarts, the router of each network in which miners answered, and over
 * which of this computer's own networks they did. The same addresses behind another router are
 * another place, and addresses that are reached over none of those networks may not exist here.
 */
export class KnownRouters {
  readonly #macs: RememberedFile<string>;
  readonly #paths: RememberedFile<string[]>;

  constructor({ gatewaysFile, pathsFile, onError }: KnownRoutersOptions) {
    this.#macs = new RememberedFile<string>(gatewaysFile, Macs, onError);
    this.#paths = new RememberedFile<string[]>(pathsFile, Paths, onError);
  }

  /**
   * The MAC that a network's router had when miners last answered there; null if it is not known.
   */
  macOf(network: string): Promise<string | null> {
    return this.#macs.get(network);
  }

  async remember(network: string, mac: string): Promise<void> {
    if ((await this.macOf(network)) !== mac) await this.#macs.set(network, mac);
  }

  /** The own networks over which miners of a /24 have answered, the latest first. */
  async pathsTo(stretch: string): Promise<readonly string[]> {
    return (await this.#paths.get(stretch)) ?? [];
  }

  async rememberPath(stretch: string, path: string): Promise<void> {
    const known = await this.pathsTo(stretch);
    if (known[0] === path) return;
    await this.#paths.set(stretch, [path, ...known.filter((other) => other !== path)].slice(0, MOST_PATHS));
  }
}
