/**
 * The fleet's own time: seconds that run `timeScale` times as fast as the wall clock, from the
 * moment it started.
 */
export interface FleetClock {
  /** Simulated seconds since the fleet started. */
  nowS(): number;
  /** UNIX seconds a miner's clock shows at that simulated moment. */
  unixS(atS: number): number;
  readonly timeScale: number;
  /** False under an injected clock, when waiting in real time would mean nothing. */
  readonly isReal: boolean;
}

export function createFleetClock(options: { timeScale: number; nowMs?: (() => number) | undefined }): FleetClock {
  const { timeScale, nowMs = Date.now } = options;
  const startedAtMs = nowMs();
  return {
    timeScale,
    isReal: options.nowMs === undefined,
    nowS: () => ((nowMs() - startedAtMs) / 1000) * timeScale,
    unixS: (atS) => Math.floor(startedAtMs / 1000 + atS),
  };
}
