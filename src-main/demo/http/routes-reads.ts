import type { Route } from '../api-route.ts';
import { boards, chips, factoryInfo } from '../payloads/boards.ts';
import { info, model } from '../payloads/info.ts';
import { clearLog, log } from '../payloads/logs.ts';
import { metrics } from '../payloads/metrics.ts';
import { presets } from '../payloads/presets.ts';
import { layoutView, uiView } from '../payloads/settings-view.ts';
import { perfSummary, status } from '../payloads/status.ts';
import { summary } from '../payloads/summary.ts';

/** Reads of the miner. */
export const READ_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/info', access: 'none', handle: info },
  { method: 'GET', path: '/model', access: 'usually-none', handle: model },
  { method: 'GET', path: '/status', access: 'usually-none', handle: status },
  { method: 'GET', path: '/summary', access: 'none', handle: summary },
  { method: 'GET', path: '/perf-summary', access: 'usually-none', handle: perfSummary },
  { method: 'GET', path: '/chains', access: 'usually-none', handle: boards, isIn: (v) => v.chipsPath === '/chains' },
  { method: 'GET', path: '/boards', access: 'usually-none', handle: boards, isIn: (v) => v.chipsPath === '/boards' },
  { method: 'GET', path: '/chips', access: 'usually-none', handle: chips, isIn: (v) => v.hasChipsEndpoint },
  { method: 'GET', path: '/chains/factory-info', access: 'usually-none', handle: factoryInfo },
  { method: 'GET', path: '/autotune/presets', access: 'any-bare', handle: presets },
  { method: 'GET', path: '/ui', access: 'none', handle: uiView },
  { method: 'GET', path: '/layout', access: 'none', handle: layoutView },
  { method: 'GET', path: '/metrics', access: 'usually-none', handle: metrics },
  { method: 'GET', path: '/logs/{type}', access: 'none', handle: log },
  { method: 'POST', path: '/logs/{type}/clear', access: 'any', handle: clearLog },
];
