/** Timeouts for clients, in milliseconds. */
export interface ClientTimeouts {
  /** Until the headers of a request are complete. */
  readonly headersMs: number;
  /** Until a request is complete. */
  readonly requestMs: number;
  /** Until a page sends its token over WebSocket. */
  readonly tokenFrameMs: number;
  /** Interval of pings of a WebSocket. */
  readonly heartbeatMs: number;
}

export const CLIENT_TIMEOUTS: ClientTimeouts = {
  headersMs: 10_000,
  requestMs: 30_000,
  tokenFrameMs: 5000,
  heartbeatMs: 30_000,
};
