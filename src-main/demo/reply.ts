/** The response of a device, before faults change it. A null type means no body. */
export interface Reply {
  readonly status: number;
  readonly type: 'application/json' | 'text/plain' | 'text/html' | 'application/octet-stream' | null;
  readonly body: string | Buffer;
  /** The connection is reset instead. */
  readonly isLost?: boolean;
  /** Delay in real time. */
  readonly delayMs?: number;
}

export const EMPTY_OK: Reply = { status: 200, type: null, body: '' };
export const UNAUTHORIZED: Reply = { status: 401, type: null, body: '' };
export const NOT_FOUND: Reply = { status: 404, type: null, body: '' };
export const METHOD_NOT_ALLOWED: Reply = { status: 405, type: null, body: '' };

export function json(value: unknown, status = 200): Reply {
  return { status, type: 'application/json', body: JSON.stringify(value) };
}

/** A body that is already JSON text. */
export function jsonText(body: string): Reply {
  return { status: 200, type: 'application/json', body };
}

/** `err` is the firmware's only field for the reason of a refusal. */
export function refuse(status: number, err: string): Reply {
  return json({ err }, status);
}

export function text(body: string): Reply {
  return { status: 200, type: 'text/plain', body };
}

export function html(body: string): Reply {
  return { status: 200, type: 'text/html', body };
}
