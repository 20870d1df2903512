import { databasePath, makeDatabaseFolder } from '../../config/data-folder.ts';
import { DRIVERS } from '../../drivers/registry.ts';
import type { LoggedMiner } from '../../events/logged-miner.ts';
import { DirectGateway } from '../../gateway/direct-gateway.ts';
import { GatewayThread, type LoggedRequest } from '../../gateway/gateway-thread.ts';
import type { MinerGateway } from '../../gateway/miner-gateway.ts';
import { HistoryWriter } from '../../recording/history-writer.ts';
import type { SlowCall } from '../../runtime/threads/slow-calls.ts';
import type { ThreadEvent, WatchedThread } from '../../runtime/threads/supervised-thread.ts';
import { logSlowCall, logThreadEvent } from '../../runtime/threads/thread-events.ts';
import { openStore } from '../../store/open-store.ts';
import type { Store } from '../../store/store.ts';
import type { AppBase } from './app-base.ts';

/** The parts that run in threads: the database, and the connections to the miners. */
export interface StoreParts {
  readonly store: Store;
  readonly history: HistoryWriter;
  readonly minerGateway: MinerGateway;
  /** Terminates the gateway's thread, even if it hangs. */
  readonly terminateGateway: () => Promise<void>;
  readonly storeThreads: readonly WatchedThread[];
}

export interface StoreListeners {
  /** Called when writes start to fail, and when they work again. */
  readonly onWriting: () => void;
  /** Called with a time span in which the statuses of a miner could not be written. */
  readonly onMissed: (minerId: string, fromAt: number, toAt: number) => void;
  readonly minerOf: (id: string) => LoggedMiner;
}

/** Opens the database and starts the threads. */
export async function composeStore(
  base: AppBase,
  { onWriting, onMissed, minerOf }: StoreListeners,
): Promise<StoreParts> {
  const { folder, settings, log, clock, onFatal } = base;
  const onThread = (event: ThreadEvent): void => {
    logThreadEvent(log, event);
    if (event.kind === 'given_up') onFatal(`The thread ${event.name} cannot be started: ${event.reason}`);
  };
  const onSlowCall = (slow: SlowCall): void => logSlowCall(log, slow);
  const onRequest = (request: LoggedRequest): void => {
    const miner = request.miner_id === null ? {} : minerOf(request.miner_id);
    log.debug({ ...miner, ...request }, 'Sent a request to a miner');
  };
  const path = databasePath(folder, settings.database.path);
  await makeDatabaseFolder(folder, path);
  const store = await openStore({ path, onThread, onSlowCall, onWriting });
  const timeoutMs = settings.polling.timeout_ms;
  // Drivers are code, which cannot be sent to a thread: those that are not of this build run here.
  const gatewayThread =
    base.drivers === DRIVERS
      ? new GatewayThread({ timeoutMs, onThread, ...(log.isLevelEnabled('debug') && { onRequest }) })
      : null;
  const minerGateway = gatewayThread ?? new DirectGateway({ timeoutMs, drivers: base.drivers, clock: base.clock });
  const storeThreads = [...store.threads(), ...(gatewayThread === null ? [] : [gatewayThread.thread])];
  return {
    store,
    history: new HistoryWriter({ store, clock, onMissed }),
    minerGateway,
    terminateGateway: async () => gatewayThread?.thread.terminate(),
    storeThreads,
  };
}
