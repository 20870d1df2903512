import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type SimulatedFleet, startSimulatedFleet } from '../../../src-main/demo/fleet.ts';
import { parseAddress } from '../../../src-main/drivers/address.ts';
import type { Recognised } from '../../../src-main/drivers/driver.ts';
import { DirectGateway } from '../../../src-main/gateway/direct-gateway.ts';
import { GatewayThread, type LoggedRequest } from '../../../src-main/gateway/gateway-thread.ts';
import type { ThreadEvent } from '../../../src-main/runtime/threads/supervised-thread.ts';
import { unpackFrame } from '../../../src-main/store/queries/history/packed-telemetry.ts';
import { eventually } from '../../fixtures/patience.ts';
import { fixtureText } from '../../unit/drivers/fixture.ts';
import { startHttpHost } from '../drivers/odd-host.ts';

const SILENCE_MS = 60_000;

let fleet: SimulatedFleet;
let thread: GatewayThread;
let posted: { mock: { contexts: unknown[] } };
const events: ThreadEvent[] = [];
const requests: LoggedRequest[] = [];
beforeEach(async () => {
  events.length = 0;
  requests.length = 0;
  posted = vi.spyOn(Worker.prototype, 'postMessage');
  fleet = await startSimulatedFleet({ endpoints: [{ host: '127.77.31.1', port: 0 }], profile: 'healthy' });
  thread = new GatewayThread({
    timeoutMs: 5000,
    onThread: (event) => events.push(event),
    onRequest: (request) => requests.push(request),
  });
});
afterEach(async () => {
  await thread.close();
  await fleet.stop();
  vi.restoreAllMocks();
});

function theMiner() {
  const address = parseAddress(fleet.targets[0] ?? '');
  if (address === null) throw new Error('no miner');
  return { ...address, mac: fleet.miners[0]?.mac.toLowerCase() ?? '', kind: 'vnish' };
}

it('returns what a client in this thread would', async () => {
  const here = new DirectGateway({ timeoutMs: 5000 });
  const { mac, kind, ...address } = theMiner();
  const [there, same] = [await thread.identify({ address }), await here.identify({ address })];
  expect(there).toMatchObject({ ok: true, value: { kind, info: { mac } } });
  const settled = ({ kind, info: { uptime_s: _, ...info } }: Recognised): object => ({ kind, ...info });
  expect(there.ok && same.ok && settled(there.value)).toEqual(there.ok && same.ok && settled(same.value));
  const wrong = { kind: 'password', password: 'wrong' } as const;
  const refused = await thread.obtainKey(theMiner(), wrong, { description: 'PowerHive', refusedKey: null });
  expect(refused).toMatchObject({ ok: false, error: { code: 'unlock_refused' } });
  expect(refused).toEqual(await here.obtainKey(theMiner(), wrong, { description: 'PowerHive', refusedKey: null }));
  expect(await thread.identify({ address: { host: 'no host', port: 80 } })).toEqual(
    await here.identify({ address: { host: 'no host', port: 80 } }),
  );
  await here.close();
});

it('numbers every request, and says where it went and how it ended', async () => {
  const { mac, kind, ...address } = theMiner();
  const ip = `${address.host}:${address.port}`;
  await thread.identify({ address });
  await thread.readModel(theMiner());
  await thread.readModel({ ...theMiner(), mac: '02:00:00:00:00:99' });
  expect(requests).toMatchObject([
    { request_id: 1, call: 'identify', ip, miner_id: null, result: 'ok' },
    { request_id: 2, call: 'readModel', ip, miner_id: mac, result: 'ok' },
    { request_id: 3, call: 'readModel', ip, miner_id: '02:00:00:00:00:99', result: 'identity_changed' },
  ]);
});

it('sends a command, and logs what became of it without its content', async () => {
  const miner = theMiner();
  const obtained = await thread.obtainKey(
    miner,
    { kind: 'password', password: 'admin' },
    { description: 'PowerHive', refusedKey: null },
  );
  if (!obtained.ok) throw new Error(obtained.error.message);
  const { key: apiKey } = obtained.value;
  const reading = await thread.readAction({ ...miner, apiKey }, ['state', 'settings', 'presets', 'running']);
  expect(reading).toMatchObject({ ok: true, value: { state: { state: 'mining' }, perf: null, config_corrupt: false } });
  expect(await thread.sendCommand({ ...miner, apiKey }, { kind: 'restart' })).toMatchObject({ sent: 'accepted' });
  expect(await thread.sendCommand({ ...miner, apiKey }, { kind: 'resume' })).toMatchObject({ sent: 'refused' });
  expect((await thread.backupSettings({ ...miner, apiKey })).ok).toBe(true);
  expect(requests.slice(-4)).toMatchObject([
    { call: 'readAction', result: 'ok' },
    { call: 'sendCommand', command: 'restart', miner_id: miner.mac, result: 'accepted' },
    { call: 'sendCommand', command: 'resume', result: 'refused' },
    { call: 'backupSettings', result: 'ok' },
  ]);
  expect(JSON.stringify(requests)).not.toContain(apiKey);
});

it('does not send a command again when its thread dies, and calls it unknown', async () => {
  const silent = await startHttpHost('127.77.31.5', () => undefined, fixtureText('1.2.6', 'info'));
  const miner = { ...silent.address, mac: '02:95:23:00:00:01', kind: 'vnish', apiKey: null };
  const sent = thread.sendCommand(miner, { kind: 'restart' }, { timeoutMs: SILENCE_MS });
  await eventually(() => expect(silent.requests).toHaveLength(1));
  await (posted.mock.contexts[0] as Worker).terminate();
  expect(await sent).toMatchObject({ sent: 'unknown' });
  expect(await thread.identify({ address: theMiner() })).toMatchObject({ ok: true });
  expect(silent.requests.map(({ url }) => url)).toEqual(['/api/v1/mining/restart']);
  await thread.close();
  expect(await thread.sendCommand(miner, { kind: 'restart' })).toMatchObject({ sent: 'not_sent' });
  await silent.close();
});

it('returns boards packed, with what is wrong in them', async () => {
  const context = {
    hrMeasure: 'GH/s',
    firmwareVersion: null,
    background: { minerState: 'mining', boardStates: [], chipsPerBoard: 1000 },
  };
  const boards = await thread.readBoards(theMiner(), context);
  if (!boards.ok) throw new Error(boards.error.message);
  expect(boards.value.chains).toHaveLength(3);
  for (const { frame } of boards.value.chains) expect(unpackFrame(frame).length).toBeGreaterThan(50);
  expect(boards.value.found).toContainEqual(expect.objectContaining({ code: 'board_chips_missing' }));
});

it('drops cancelled calls, and ends the others by their deadline', async () => {
  const silent = await startHttpHost('127.77.31.2', () => undefined);
  const leaving = new AbortController();
  const dropped = thread.identify({ address: silent.address }, { timeoutMs: SILENCE_MS, signal: leaving.signal });
  await eventually(() => expect(silent.requests).toHaveLength(1));
  leaving.abort();
  expect(await dropped).toMatchObject({ ok: false, error: { code: 'aborted' } });
  const before = AbortSignal.abort();
  expect(await thread.identify({ address: silent.address }, { signal: before })).toMatchObject({
    error: { code: 'aborted' },
  });
  expect(await thread.identify({ address: silent.address }, { timeoutMs: 50 })).toMatchObject({
    error: { code: 'timeout' },
  });
  await silent.close();
});

it('fails what a dying thread had in progress, reports it, and goes on with another', async () => {
  const silent = await startHttpHost('127.77.31.3', () => undefined);
  const lost = thread.identify({ address: silent.address }, { timeoutMs: SILENCE_MS });
  await eventually(() => expect(silent.requests).toHaveLength(1));
  await (posted.mock.contexts[0] as Worker).terminate();
  expect(await lost).toMatchObject({ ok: false, error: { code: 'not_sent', retryable: true } });
  expect(events).toMatchObject([{ kind: 'ended', name: 'gateway', retryInMs: 0 }]);
  expect(await thread.identify({ address: theMiner() })).toMatchObject({ ok: true });
  expect(events.map(({ kind }) => kind)).toEqual(['ended', 'restarted']);
  await silent.close();
});

it('cuts pending calls when it is closed, and sends no request from then on', async () => {
  const silent = await startHttpHost('127.77.31.4', () => undefined);
  const cut = thread.identify({ address: silent.address }, { timeoutMs: SILENCE_MS });
  await eventually(() => expect(silent.requests).toHaveLength(1));
  await thread.close();
  expect(await cut).toMatchObject({ ok: false, error: { code: 'aborted' } });
  expect(await thread.identify({ address: theMiner() })).toMatchObject({ ok: false, error: { code: 'aborted' } });
  expect(events).toEqual([]);
  await silent.close();
});
