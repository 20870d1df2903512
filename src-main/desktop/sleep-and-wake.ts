import { powerMonitor } from 'electron';
import type { Logger } from 'pino';
import type { App } from '../app/app.ts';
import { listLocalNetworks } from '../discovery/local-networks.ts';
import { systemClock } from '../runtime/clock.ts';
import { TaskGroup } from '../runtime/task-group.ts';
import { isNetworkBack } from './network-back.ts';

const CHECK_EVERY_MS = 500;
const WAIT_AT_MOST_MS = 20_000;

/**
 * Pauses monitoring while the computer sleeps. After waking, monitoring resumes when the network is
 * back, at most 20 s later, so that the farm is not marked offline because this computer was.
 */
export function followSleepAndWake(powerhive: Pick<App, 'pause' | 'resume'>, quit: () => void, log: Logger): void {
  const tasks = new TaskGroup((error) => log.error({ err: error }, 'Monitoring did not resume after a sleep'));
  let waking = new AbortController();
  let before = readNetworks();

  powerMonitor.on('suspend', () => {
    waking.abort();
    before = readNetworks();
    powerhive.pause('asleep');
  });
  powerMonitor.on('resume', () => {
    waking.abort();
    waking = new AbortController();
    const { signal } = waking;
    tasks.run(() => wake(signal));
  });
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    // Delays the shutdown for an orderly stop.
    event?.preventDefault();
    quit();
  });

  const wake = async (signal: AbortSignal): Promise<void> => {
    const endMs = systemClock.monotonicMs() + WAIT_AT_MOST_MS;
    while (!isNetworkBack(before, readNetworks()) && systemClock.monotonicMs() < endMs && !signal.aborted) {
      await systemClock.sleep(CHECK_EVERY_MS, signal);
    }
    if (!signal.aborted) powerhive.resume('asleep');
  };
}

function readNetworks(): string[] {
  return listLocalNetworks().map(({ cidr }) => cidr);
}
