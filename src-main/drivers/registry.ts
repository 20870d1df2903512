import type { Driver, DriverTraits } from './driver.ts';
import { vnish } from './vnish/driver.ts';

/** All drivers, by kind and by the ports of their miners. */
export class DriverRegistry {
  readonly all: readonly Driver[];
  readonly #byKind: ReadonlyMap<string, Driver>;
  /** Ports that the light scan dials in addition to the target's. */
  readonly ownPorts: readonly number[];

  /** `drivers` in order of preference. Throws if two have the same kind. */
  constructor(drivers: readonly Driver[]) {
    this.all = drivers;
    this.#byKind = new Map(drivers.map((driver) => [driver.kind, driver]));
    if (this.#byKind.size < drivers.length) throw new Error('Two drivers have the same kind: give one another.');
    const ports = drivers.flatMap((driver) => driver.ports.filter((port) => port !== 'target'));
    this.ownPorts = [...new Set(ports)].sort((a, b) => a - b);
  }

  /** The driver for a kind; null if the kind is null, or this build has no driver for it. */
  get(kind: string | null): DriverTraits | null {
    return kind === null ? null : (this.#byKind.get(kind) ?? null);
  }

  /**
   * The drivers that may recognise a host on a port: those that list it, else those that use the
   * port of the target.
   */
  at(port: number): readonly Driver[] {
    const naming = this.all.filter(({ ports }) => ports.includes(port));
    return naming.length > 0 ? naming : this.all.filter(({ ports }) => ports.includes('target'));
  }
}

/** The drivers of this build. */
export const DRIVERS = new DriverRegistry([vnish]);
