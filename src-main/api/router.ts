import { implementAnomalies } from './anomalies.ts';
import { implementApp } from './app.ts';
import { api } from './call.ts';
import { implementDesktop } from './desktop.ts';
import { implementHistory } from './history.ts';
import { implementMiners } from './miners.ts';
import { implementModels } from './models.ts';
import type { Operations } from './operations.ts';
import { implementRest } from './rest.ts';
import { implementScans } from './scans.ts';
import { implementSettings } from './settings.ts';

/**
 * The whole contract, answered by this operations. Every way in (IPC, WebSocket, REST) hands its calls to one of these, with a `Call` as
 * the context and `guardCall` around each.
 */
export function createRouter(operations: Operations) {
  return api.router({
    miners: implementMiners(operations),
    models: implementModels(operations),
    history: implementHistory(operations),
    scans: implementScans(operations),
    anomalies: implementAnomalies(operations),
    settings: implementSettings(operations),
    rest: implementRest(operations),
    desktop: implementDesktop(operations),
    app: implementApp(operations),
  });
}
export type ApiRouter = ReturnType<typeof createRouter>;
