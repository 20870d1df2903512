import type { Driver, DriverTraits } from './driver.ts';
import { vnish } from './vnish/driver.ts';

/** The drivers that there are, by their kind and by the ports of their miners. */
export class DriverRegistry {
  readonly all: readonly Driver[];
  readonly #byKind: ReadonlyMap<string, Driver>;
  /** Ports beside the target's that the light scan dials. */
  readonly ownPorts: readonly number[];

  /** In the order in which they are preferred. Throws where two are of one kind. */
  constructor(drivers: readonly Driver[]) {
    this.all = drivers;
    this.#byKind = new Map(drivers.map((driver) => [driver.kind, driver]));
    if (this.#byKind.size < drivers.length) throw new Error('Two drivers have the same kind: give one another.');
    const ports = drivers.flatMap((driver) => driver.ports.filter((port) => port !== 'target'));
    this.ownPorts = [...new Set(ports)].sort((a, b) => a - b);
  }

  /** The driver of a miner; null where its kind is not known, or this build has none for it. */
  get(kind: string | null): DriverTraits | null {
    return kind === null ? null : (this.#byKind.get(kind) ?? null);
  }

  /**
   * The drivers that may recognise a host on a port: those that name it, else those of the port
   * that a target has.
   */
  at(port: number): readonly Driver[] {
    const naming = this.all.filter(({ ports }) => ports.includes(port));
    return naming.length > 0 ? naming : this.all.filter(({ ports }) => ports.includes('target'));
  }
}

/** The drivers of this build. */
export const DRIVERS = new DriverRegistry([vnish]);
