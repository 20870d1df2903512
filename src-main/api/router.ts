import { implementAnomalies } from './anomalies.ts';
import { implementApp } from './app.ts';
import { api } from './call.ts';
import { implementDesktop } from './desktop.ts';
import type { Engine } from './engine.ts';
import { implementHistory } from './history.ts';
import { implementMiners } from './miners.ts';
import { implementModels } from './models.ts';
import { implementRest } from './rest.ts';
import { implementScans } from './scans.ts';
import { implementSettings } from './settings.ts';

/**
 * The whole contract, answered by this engine. Every way in (IPC, WebSocket, REST) hands its calls to one of these, with a `Call` as
 * the context and `guardCall` around each.
 */
export function createRouter(engine: Engine) {
  return api.router({
    miners: implementMiners(engine),
    models: implementModels(engine),
    history: implementHistory(engine),
    scans: implementScans(engine),
    anomalies: implementAnomalies(engine),
    settings: implementSettings(engine),
    rest: implementRest(engine),
    desktop: implementDesktop(engine),
    app: implementApp(engine),
  });
}
export type ApiRouter = ReturnType<typeof createRouter>;
