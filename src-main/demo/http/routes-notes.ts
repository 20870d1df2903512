import type { DeviceRequest, Handler, Route } from '../api-route.ts';
import { readObject } from '../api-route.ts';
import type { SimulatedDevice } from '../device.ts';
import { weirdName } from '../faults/hostile-names.ts';
import { EMPTY_OK, json, refuse } from '../reply.ts';

const MOST_NOTES = 64;

const list: Handler = (device) => json(Object.fromEntries(notesOf(device)));

const read: Handler = (device, request) => {
  const value = notesOf(device).get(keyOf(request));
  return value === undefined ? refuse(404, 'Note not found') : json({ value });
};

const add: Handler = (device, request) => {
  const { key, value } = readObject(request.body) ?? {};
  if (typeof key !== 'string' || typeof value !== 'string') return refuse(400, 'Json deserialize error: missing field');
  if (device.notes.has(key)) return refuse(409, 'Note already exists');
  if (device.notes.size >= MOST_NOTES) return refuse(507, 'No room for notes');
  device.notes.set(key, value);
  return EMPTY_OK;
};

const change: Handler = (device, request) => {
  const value = readObject(request.body)?.['value'];
  if (typeof value !== 'string') return refuse(400, 'Json deserialize error: missing field `value`');
  if (!device.notes.has(keyOf(request))) return refuse(404, 'Note not found');
  device.notes.set(keyOf(request), value);
  return EMPTY_OK;
};

const remove: Handler = (device, request) =>
  device.notes.delete(keyOf(request)) ? EMPTY_OK : refuse(404, 'Note not found');

/** Notes the operator leaves on a miner. */
export const NOTE_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/notes', access: 'none', handle: list },
  { method: 'POST', path: '/notes', access: 'any', handle: add },
  { method: 'GET', path: '/notes/{k}', access: 'none', handle: read },
  { method: 'PUT', path: '/notes/{k}', access: 'any', handle: change },
  { method: 'DELETE', path: '/notes/{k}', access: 'any', handle: remove },
];

function notesOf(device: SimulatedDevice): Map<string, string> {
  if (!device.faults.has('weird-names')) return device.notes;
  return new Map([...device.notes, ['place', weirdName(device.plan.index + 3)]]);
}

function keyOf(request: DeviceRequest): string {
  const raw = request.path.slice('/notes/'.length);
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}
