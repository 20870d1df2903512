import { request } from 'node:http';
import { type SimulatedFleet, type SimulatedMiner, startSimulatedFleet } from '../../../src-main/demo/fleet.ts';
import { limitMs } from '../../fixtures/patience.ts';

/** A fleet with a clock that stands still until it is advanced. */
export interface FleetSession {
  readonly fleet: SimulatedFleet;
  /** Lets this number of seconds pass. */
  pass(seconds: number): void;
  /** The first matching miner; the test fails if there is none. */
  find(holds: (miner: SimulatedMiner) => boolean): SimulatedMiner;
  first(): SimulatedMiner;
}

export interface ThreadReply {
  readonly status: number;
  readonly text: string;
  readonly type: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: payloads are looked into field by field
  json(): any;
}

interface Asked {
  readonly token?: string;
  readonly bareToken?: string;
  readonly apiKey?: string;
  readonly body?: unknown;
  readonly timeoutMs?: number;
}

let nextNet = 0;

/** Miners at separate addresses, so that test files may run in parallel. */
export async function startSession(
  net: number,
  options: { count?: number; seed?: number; profile?: string; faults?: string } = {},
): Promise<FleetSession> {
  const { count = 1, ...rest } = options;
  let nowMs = Date.UTC(2026, 5, 1, 12);
  const host = `127.78.${net}.${(nextNet++ % 250) + 1}`;
  const endpoints = Array.from({ length: count }, () => ({ host, port: 0 }));
  const fleet = await startSimulatedFleet({ endpoints, nowMs: () => nowMs, ...rest });
  return {
    fleet,
    pass: (seconds) => {
      nowMs += seconds * 1000;
    },
    find: (holds) => {
      const miner = fleet.miners.find(holds);
      if (miner === undefined) throw new Error('no such miner in this fleet: try another seed or a larger count');
      return miner;
    },
    first: () => fleet.miners[0] as SimulatedMiner,
  };
}

/** Sends one request on a new connection; rejects with the error of the connection. */
export function ask(miner: SimulatedMiner, method: string, path: string, asked: Asked = {}): Promise<ThreadReply> {
  const headers: Record<string, string> = {};
  if (asked.token !== undefined) headers['authorization'] = `Bearer ${asked.token}`;
  if (asked.bareToken !== undefined) headers['authorization'] = asked.bareToken;
  if (asked.apiKey !== undefined) headers['x-api-key'] = asked.apiKey;
  const { promise, resolve, reject } = Promise.withResolvers<ThreadReply>();
  const call = request(
    { host: miner.host, port: miner.port, method, path, headers, agent: false, timeout: asked.timeoutMs ?? limitMs() },
    (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const type = response.headers['content-type'];
        resolve({ status: response.statusCode ?? 0, text, type, json: () => JSON.parse(text) });
      });
    },
  );
  call.on('timeout', () => call.destroy(new Error('no answer in time')));
  call.on('error', reject);
  const { body } = asked;
  call.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
  return promise;
}

/** A call below `/api/v1`. */
export function api(miner: SimulatedMiner, method: string, path: string, asked: Asked = {}): Promise<ThreadReply> {
  return ask(miner, method, `/api/v1${path}`, asked);
}

/** A GET that is expected to succeed, as JSON. */
// biome-ignore lint/suspicious/noExplicitAny: payloads are looked into field by field
export async function read(miner: SimulatedMiner, path: string, asked: Asked = {}): Promise<any> {
  const answer = await api(miner, 'GET', path, asked);
  if (answer.status !== 200) throw new Error(`GET ${path} answered ${answer.status} ${answer.text}`);
  return answer.json();
}

export async function unlock(miner: SimulatedMiner, pw = 'admin'): Promise<string> {
  const answer = await api(miner, 'POST', '/unlock', { body: { pw } });
  if (answer.status !== 200) throw new Error(`unlock answered ${answer.status} ${answer.text}`);
  return answer.json().token;
}
