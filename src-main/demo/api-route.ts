import type { SimulatedDevice } from './device.ts';
import type { FirmwareVersion } from './firmware-versions.ts';
import type { Credentials } from './http/auth.ts';
import type { Reply } from './reply.ts';

export interface DeviceRequest {
  readonly method: string;
  /** Below `/api/v1`, without the query. */
  readonly path: string;
  readonly query: string;
  readonly credentials: Credentials;
  readonly body: string;
}

/**
 * - `none`: no credentials
 * - `usually-none`: no credentials, but on builds that require them for reads
 * - `any`: a live bearer token or an API key
 * - `any-bare`: the same, and the token may come without the word Bearer
 * - `bearer`: a token only, because it is about the session itself
 */
export type Access = 'none' | 'usually-none' | 'any' | 'any-bare' | 'bearer';

export type Handler = (device: SimulatedDevice, request: DeviceRequest, atS: number) => Reply;

/**
 * One call of the API. A path may end in `/{name}` or `/{name}/clear`; the handler takes the name
 * from the request.
 */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly access: Access;
  readonly handle: Handler;
  /** Missing: on all versions. */
  readonly isIn?: (version: FirmwareVersion) => boolean;
}

/**
 * Whether the request's credentials are valid, for calls that need none but return more with them.
 */
export function isAuthorized(device: SimulatedDevice, request: DeviceRequest, atS: number): boolean {
  return device.access.isAuthorized(request.credentials, false, atS);
}

/** The JSON object in the body; `{}` for an empty body, null for anything else. */
export function readObject(body: string): Record<string, unknown> | null {
  if (body.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
