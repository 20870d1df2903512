import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach } from 'vitest';
import type { MinerAddress } from '../../../src-main/drivers/address.ts';
import type { FirmwareError, Outcome } from '../../../src-main/drivers/outcome.ts';
import { FirmwareClient } from '../../../src-main/drivers/vnish/client.ts';
import { limitMs, stopwatch } from '../../fixtures/patience.ts';
import { fixtureText } from '../../unit/drivers/fixture.ts';
import { type OddHost, startHttpHost, startTcpHost, startThreadHost, type ThreadHost } from './odd-host.ts';

/** The MAC in the recorded responses of 1.2.6. */
export const MAC = '02:95:23:00:00:01';

const endings: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** A client that is closed after the test. */
export function startClient(options: { maxBodyBytes?: number } = {}): FirmwareClient {
  const client = new FirmwareClient({ timeoutMs: limitMs(), ...options });
  endings.push(() => client.close());
  return client;
}

/** An HTTP host that is closed after the test. */
export async function http(host: string, listener: RequestListener): Promise<OddHost> {
  const started = await startHttpHost(host, listener);
  endings.push(() => started.close());
  return started;
}

/** An HTTP host that reports the expected MAC; `requests` contains all other requests. */
export async function miner(host: string, listener: RequestListener): Promise<OddHost & { address: MinerAddress }> {
  const started = await startHttpHost(host, listener, fixtureText('1.2.6', 'info'));
  endings.push(() => started.close());
  return { ...started, address: { ...started.address, mac: MAC } };
}

/** A TCP host that is closed after the test. */
export async function tcp(host: string, onRequest: (socket: Socket) => void): Promise<OddHost> {
  const started = await startTcpHost(host, onRequest);
  endings.push(() => started.close());
  return started;
}

/** An HTTP host in its own thread that is closed after the test. */
export async function threadHost(host: string, body: string, afterMs: number): Promise<ThreadHost> {
  const started = await startThreadHost(host, body, afterMs);
  endings.push(() => started.close());
  return started;
}

/** A host that returns the same bytes for every path. */
export function always(status: number, body: string | Buffer, headers: Record<string, string> = {}): RequestListener {
  return (_request, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
}

export function errorOf(outcome: Outcome<unknown>): FirmwareError {
  if (outcome.ok) throw new Error(`expected a failure, got ${JSON.stringify(outcome.value).slice(0, 100)}`);
  return outcome.error;
}

export function got<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.error.code}: ${outcome.error.message}`);
  return outcome.value;
}

export async function durationMs(work: Promise<unknown>): Promise<number> {
  const took = stopwatch();
  await work;
  return took();
}
