import { createFleetClock } from './clock.ts';
import { SimulatedDevice } from './device.ts';
import { planMiner } from './farm-profiles.ts';
import { chooseFaulty, parseFaults } from './faults/fault-names.ts';
import { createWebServer } from './http/web-server.ts';
import { SimulatedMiner } from './miner.ts';

export type { SimulatedMiner } from './miner.ts';

export interface SimulatedFleetOptions {
  /** One miner each, in this order, at addresses of this computer. Port 0 means any free one. */
  readonly endpoints: readonly { readonly host: string; readonly port: number }[];
  /**
   * Default 1. Determines models, names, MACs, the quality of chips and which miners have faults.
   */
  readonly seed?: number;
  /** Default `mixed`; see `PROFILE_NAMES`. */
  readonly profile?: string;
  /** For example `slow:3%,board-missing:2,hang@127.77.0.3`; see `FAULT_NAMES`. Default none. */
  readonly faults?: string;
  /** Default 1. With 10 states, temperatures, tuning and tokens run ten times as fast. */
  readonly timeScale?: number;
  /** The clock, for tests. Without it reboots also close the listener in real time. */
  readonly nowMs?: () => number;
}

export interface SimulatedFleet {
  readonly miners: readonly SimulatedMiner[];
  /** `ip:port` of each, in order. */
  readonly targets: readonly string[];
  stop(): Promise<void>;
}

/** Listeners are opened in groups: thousands at once would block everything else. */
const OPEN_AT_ONCE = 256;

/**
 * Starts simulated VNish miners. Rejects if the profile or a fault is unknown, or an address is not
 * this computer's (EADDRNOTAVAIL) or in use (EADDRINUSE); then no listener remains. Simulated
 * miners never open connections.
 */
export async function startSimulatedFleet(options: SimulatedFleetOptions): Promise<SimulatedFleet> {
  const { endpoints, seed = 1, profile = 'mixed', timeScale = 1 } = options;
  if (!(timeScale > 0)) throw new Error(`the time scale must be above 0, not ${timeScale}`);
  const faults = parseFaults(options.faults ?? '');
  const clock = createFleetClock({ timeScale, nowMs: options.nowMs });
  const front = createWebServer();
  const plans = endpoints.map((_, index) => planMiner(seed, index, profile));
  const miners = endpoints.map(({ host, port }, index) => {
    const plan = plans[index] as (typeof plans)[number];
    const neighbour = plans[index === 0 ? plans.length - 1 : index - 1] as (typeof plans)[number];
    return new SimulatedMiner(new SimulatedDevice(plan, host, clock, neighbour.mac), port, front);
  });
  const stop = async (): Promise<void> => {
    await Promise.all(miners.map((miner) => miner.stop()));
  };
  try {
    for (let first = 0; first < miners.length; first += OPEN_AT_ONCE) {
      await Promise.all(miners.slice(first, first + OPEN_AT_ONCE).map((miner) => miner.plugIn()));
    }
    for (const fault of faults) {
      for (const index of chooseFaulty(fault, miners, seed)) {
        miners[index]?.injectFault(fault.value === null ? fault.name : `${fault.name}=${fault.value}`);
      }
    }
    await Promise.all(miners.map((miner) => miner.listenerSynced()));
  } catch (error) {
    await stop();
    throw error;
  }
  return { miners, targets: miners.map(({ host, port }) => `${host}:${port}`), stop };
}
