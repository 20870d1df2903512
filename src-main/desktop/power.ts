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
 * A computer that sleeps does not watch. After waking the network takes some seconds to come back:
 * only then does watching go on, so that no farm is marked offline because the laptop was.
 */
export function followPower(powerhive: Pick<App, 'pause' | 'resume'>, quit: () => void, log: Logger): void {
  const tasks = new TaskGroup((error) => log.error({ err: error }, 'Watching did not go on after a sleep'));
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
    // Asks for the time that the ordered stop takes.
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
