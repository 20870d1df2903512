import type { Access, DeviceRequest, Route } from '../api-route.ts';
import type { SimulatedDevice } from '../device.ts';
import { carryOut } from '../faults/write-faults.ts';
import { apiDocument, apiDocumentPage } from '../payloads/api-doc.ts';
import type { Reply } from '../reply.ts';
import { html, METHOD_NOT_ALLOWED, NOT_FOUND, UNAUTHORIZED } from '../reply.ts';
import { WEB_PAGE } from '../web-page.ts';
import { ACCESS_ROUTES } from './routes-access.ts';
import { CONTROL_ROUTES } from './routes-control.ts';
import { NOTE_ROUTES } from './routes-notes.ts';
import { READ_ROUTES } from './routes-reads.ts';
import { SETTINGS_ROUTES } from './routes-settings.ts';

const API = '/api/v1';

const ROUTES: readonly Route[] = [
  ...READ_ROUTES,
  ...ACCESS_ROUTES,
  ...SETTINGS_ROUTES,
  ...CONTROL_ROUTES,
  ...NOTE_ROUTES,
];

/** The routes that write faults apply to; not logins, keys, notes and backups. */
const ACTING: ReadonlySet<Route> = new Set(
  [...SETTINGS_ROUTES, ...CONTROL_ROUTES].filter(
    ({ method, path }) => method === 'POST' && path !== '/settings/backup',
  ),
);

/** Exact paths, and patterns such as `/notes/{k}` with the name replaced by `*`. */
const byPath = new Map<string, Route[]>();
for (const route of ROUTES) {
  const pattern = route.path.replace(/\{\w+\}/, '*');
  byPath.set(pattern, [...(byPath.get(pattern) ?? []), route]);
}

/** The response of the device to one request, without network faults. `url` is path and query. */
export function answer(device: SimulatedDevice, request: Omit<DeviceRequest, 'path' | 'query'>, url: string): Reply {
  const atS = device.clock.nowS();
  device.advance(atS);
  const { path, query } = splitUrl(url);
  if (path !== API && !path.startsWith(`${API}/`)) {
    return answerOutside(device, request.method, path);
  }
  const apiPath = path.slice(API.length);
  const routes = findRoutes(apiPath).filter((route) => route.isIn?.(device.plan.version) ?? true);
  if (routes.length === 0) return NOT_FOUND;
  const route = routes.find(({ method }) => method === request.method);
  if (route === undefined) return METHOD_NOT_ALLOWED;
  if (!mayPass(device, route.access, request, atS)) return UNAUTHORIZED;
  const run = (dueS: number): Reply => route.handle(device, { ...request, path: apiPath, query }, dueS);
  const reply = ACTING.has(route) ? carryOut(device, apiPath, atS, run) : run(atS);
  if (route.method !== 'GET') device.logWrite(atS, `${device.host}:80 "${route.method} ${apiPath}" ${reply.status}`);
  return reply;
}

/** The response outside the API: its documentation, and the web page for any other path. */
function answerOutside(device: SimulatedDevice, method: string, path: string): Reply {
  if (method !== 'GET' && method !== 'HEAD') return METHOD_NOT_ALLOWED;
  if (path === '/docs/api-doc.json') return apiDocument(ROUTES, device.plan.version);
  return path === '/docs' || path === '/docs/' ? apiDocumentPage() : html(WEB_PAGE);
}

export function splitUrl(url: string): { path: string; query: string } {
  const mark = url.indexOf('?');
  return mark === -1 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

function findRoutes(path: string): readonly Route[] {
  const exact = byPath.get(path);
  if (exact !== undefined) return exact;
  const [, first = '', second, third, ...more] = path.split('/');
  if (second === undefined || second === '' || more.length > 0) return [];
  return byPath.get(third === undefined ? `/${first}/*` : `/${first}/*/${third}`) ?? [];
}

function mayPass(
  device: SimulatedDevice,
  access: Access,
  request: Pick<DeviceRequest, 'credentials'>,
  atS: number,
): boolean {
  if (access === 'none') return true;
  if (access === 'usually-none' && !device.faults.has('key-for-reads')) return true;
  if (access === 'bearer') return device.access.session(request.credentials, false, atS) !== null;
  return device.access.isAuthorized(request.credentials, access === 'any-bare', atS);
}
