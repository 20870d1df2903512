import type { Handler, Route } from '../api-route.ts';
import { readObject } from '../api-route.ts';
import { EMPTY_OK, json, refuse, UNAUTHORIZED } from '../reply.ts';

const LOCKED_OUT_BY_FAULT_S = 300;

const unlock: Handler = (device, request, atS) => {
  if (device.faults.has('unlock-429')) return json({ unlock_timeout: LOCKED_OUT_BY_FAULT_S }, 429);
  const password = readObject(request.body)?.['pw'];
  if (typeof password !== 'string') return refuse(400, 'Json deserialize error: missing field `pw`');
  const result = device.access.unlock(password, atS);
  return result.ok ? json({ token: result.token }) : json({ unlock_timeout: result.unlockTimeoutS }, result.status);
};

/** The only 401 with a body. */
const authCheck: Handler = (device, request, atS) => {
  const { access } = device;
  const session = access.session(request.credentials, false, atS);
  const isIn = access.isAuthorized(request.credentials, false, atS);
  return json({ unlock_timeout: access.lockedOutS(atS) ?? access.sessionLeftS(session, atS) }, isIn ? 200 : 401);
};

const lock: Handler = (device, request, atS) => {
  const session = device.access.session(request.credentials, false, atS);
  if (session === null) return UNAUTHORIZED;
  device.access.lock(session);
  return EMPTY_OK;
};

const lockOthers: Handler = (device, request, atS) => {
  const session = device.access.session(request.credentials, false, atS);
  if (session === null) return UNAUTHORIZED;
  if (readObject(request.body)?.['pw'] !== device.access.password) return refuse(400, 'Wrong password');
  device.access.lockOthers(session);
  return EMPTY_OK;
};

const listApiKeys: Handler = (device) =>
  json(device.access.apiKeys().map(({ key, description }) => ({ key, description })));

const putApiKey: Handler = (device, request, atS) => {
  const body = readObject(request.body);
  const { key, description } = body ?? {};
  if (typeof key !== 'string' || typeof description !== 'string') {
    return refuse(400, `Json deserialize error: missing field \`${typeof key === 'string' ? 'description' : 'key'}\``);
  }
  const status = device.access.putApiKey(key, description, atS);
  return status === null ? refuse(422, 'Wrong apikey format') : json({ status });
};

const deleteApiKey: Handler = (device, request) => {
  const key = readObject(request.body)?.['key'];
  if (typeof key !== 'string') return refuse(400, 'Json deserialize error: missing field `key`');
  device.access.deleteApiKey(key);
  return EMPTY_OK;
};

/** Sessions and API keys. */
export const ACCESS_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/unlock', access: 'none', handle: unlock },
  { method: 'GET', path: '/auth-check', access: 'none', handle: authCheck },
  { method: 'POST', path: '/lock', access: 'bearer', handle: lock },
  { method: 'POST', path: '/lock/others', access: 'bearer', handle: lockOthers },
  { method: 'GET', path: '/apikeys', access: 'any', handle: listApiKeys },
  { method: 'POST', path: '/apikeys', access: 'any', handle: putApiKey },
  { method: 'POST', path: '/apikeys/delete', access: 'any', handle: deleteApiKey },
];
