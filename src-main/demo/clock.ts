/** The fleet's own time: seconds since its start, `timeScale` times as fast as the wall clock. */
export interface FleetClock {
  /** Simulated seconds since the fleet started. */
  nowS(): number;
  /** UNIX seconds of a miner's clock at a simulated time. */
  unixS(atS: number): number;
  readonly timeScale: number;
  /** False with an injected clock, with which waiting in real time makes no sense. */
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
