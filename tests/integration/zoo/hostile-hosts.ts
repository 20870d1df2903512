import type { ServerResponse } from 'node:http';
import { fixture, fixtureText } from '../../unit/drivers/fixture.ts';
import * as bodies from './bodies.ts';
import { type Endpoint, type RecordingHost, startHttp, startTcp } from './recording-host.ts';
import { json, type Trouble, TroubledMiner } from './troubled-miner.ts';

/** Targets of redirects: another host and another port, which no request may reach. */
export interface Traps {
  readonly otherHost: string;
  readonly otherPort: string;
}

/** A host that is not a miner, or sends nothing that identifies it. */
export interface HostileHost {
  readonly name: string;
  start(endpoint: Endpoint, traps: Traps): Promise<RecordingHost>;
}

const always =
  (status: number, body: string | Buffer, headers: Record<string, string> = {}) =>
  (endpoint: Endpoint) =>
    startHttp(endpoint, (_request, response) => void response.writeHead(status, headers).end(body));
const redirecting = (to: (traps: Traps, self: Endpoint) => string) => (endpoint: Endpoint, traps: Traps) =>
  startHttp(endpoint, (_request, response) => void response.writeHead(302, { location: to(traps, endpoint) }).end());
const info = (change: (text: string) => string) => always(200, change(fixtureText('1.2.6', 'info')));
const MAC = '02:95:23:00:00:01';

export const HOSTILE_HOSTS: readonly HostileHost[] = [
  { name: 'never answers', start: (at) => startTcp(at, () => undefined) },
  {
    name: 'drips its headers',
    start: (at) =>
      startTcp(at, (socket) => {
        const timer = setInterval(() => socket.write('x'), 100);
        socket.write('HTTP/1.1 200 OK\r\nx: ');
        socket.once('close', () => clearInterval(timer));
      }),
  },
  { name: 'drips its body', start: (at) => startHttp(at, (_request, response) => bodies.drip(response)) },
  { name: 'sends without end', start: (at) => startHttp(at, (_request, response) => bodies.pour(response)) },
  {
    name: 'announces five gigabytes',
    start: (at) =>
      startHttp(
        at,
        (_request, response) => void response.writeHead(200, { 'content-length': '5000000000' }).write('['),
      ),
  },
  { name: 'is a gzip bomb', start: always(200, bodies.GZIP_BOMB, { 'content-encoding': 'gzip' }) },
  {
    name: 'says continue without end',
    start: (at) =>
      startTcp(at, (socket) => {
        const timer = setInterval(
          () => socket.write('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n'),
          20,
        );
        socket.once('close', () => clearInterval(timer));
      }),
  },
  { name: 'redirects to itself', start: redirecting((_traps, { host, port }) => `http://${host}:${port}/login`) },
  { name: 'redirects to another host', start: redirecting(({ otherHost }) => `http://${otherHost}/api/v1/info`) },
  { name: 'redirects to another port', start: redirecting(({ otherPort }) => `http://${otherPort}/api/v1/info`) },
  { name: 'has a page for everything', start: always(200, '<!DOCTYPE html><title>Router</title>') },
  {
    name: 'is an Antminer on stock firmware',
    start: always(401, '<html></html>', { 'www-authenticate': 'Digest realm="antMiner Configuration", nonce="0"' }),
  },
  { name: 'wants a basic login', start: always(401, '', { 'www-authenticate': 'Basic realm="printer"' }) },
  { name: 'is a device of another vendor', start: always(200, '{"STATUS":"S","Msg":{"mac":"02:77:00:00:00:01"}}') },
  { name: 'is an SSH server', start: (at) => startTcp(at, (socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n')) },
  { name: 'is nested two hundred thousand deep', start: always(200, bodies.DEEP) },
  { name: 'is a miner with Braiins OS', start: info((text) => text.replace('Vnish', 'BraiinsOS')) },
  { name: 'is a miner with LuxOS', start: info((text) => text.replace('Vnish', 'LuxOS')) },
  { name: 'is a miner without a MAC', start: info((text) => text.replace(`"mac": "${MAC}",`, '')) },
  { name: 'is a miner with a MAC of zeros', start: info((text) => text.replace(MAC, '00:00:00:00:00:00')) },
  { name: 'is a miner whose MAC is none', start: info((text) => text.replace(`"${MAC}"`, '{"toString":"02"}')) },
  {
    name: 'cuts every answer in the middle',
    start: (at) =>
      startHttp(at, (_request, response, { socket }) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"miner":', () => socket.resetAndDestroy());
      }),
  },
  {
    name: 'sends headers without end',
    start: (at) => startTcp(at, (socket) => void socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n`)),
  },
];

/** A miner with one fault, and what PowerHive shows for it once it is managed. */
export interface TroubledAnimal {
  readonly name: string;
  readonly miner: TroubledMiner;
  /** Whether it is read despite the fault. */
  readonly isRead: boolean;
  /** The problem that its row reports, if any. */
  readonly says?: RegExp;
  /** Whether its status is never requested. */
  readonly neverPolled?: boolean;
}

/** The fault affects only one path: all other responses are correct. */
const on =
  (path: string, answer: (response: ServerResponse, ...rest: Parameters<Trouble>) => void): Trouble =>
  (...call) => {
    if (call[0].path.replace(/\?.*/, '') !== `/api/v1${path}`) return false;
    answer(call[1], ...call);
    return true;
  };
const onSummary = (body: string | Buffer, headers: Record<string, string> = {}): Trouble =>
  on('/summary', (response) => void response.writeHead(200, headers).end(body));
const pathOf = (path: string): string => path.replace('/api/v1/', '').replace(/\?.*/, '');

export function createTroubledAnimals(traps: Traps): TroubledAnimal[] {
  let number = 0;
  const animal = (
    name: string,
    trouble: Trouble | undefined,
    outcome: Pick<TroubledAnimal, 'isRead' | 'says' | 'neverPolled'>,
    options?: { singleSession?: boolean },
  ): TroubledAnimal => ({ name, miner: new TroubledMiner(++number, trouble, options), ...outcome });
  const read = { isRead: true };
  const unread = (says: RegExp) => ({ isRead: false, says });

  return [
    animal(
      'hangs when it is read',
      on('/summary', () => undefined),
      unread(/No answer within/),
    ),
    animal('drips when it is read', on('/summary', bodies.drip), unread(/answer did not end within/)),
    animal('pours when it is read', on('/summary', bodies.pour), unread(/more than 4194304 bytes/)),
    animal(
      'is a bomb when it is read',
      onSummary(bodies.GZIP_BOMB, { 'content-encoding': 'gzip' }),
      unread(/more than/),
    ),
    animal(
      'redirects its key to another host',
      on('/summary', (response) => void response.writeHead(307, { location: `http://${traps.otherHost}/` }).end()),
      unread(/redirected.*not followed/),
    ),
    animal(
      'redirects its key to another port',
      on('/summary', (response) => void response.writeHead(308, { location: `http://${traps.otherPort}/` }).end()),
      unread(/redirected.*not followed/),
    ),
    animal('has a page where its status was', onSummary('<html><title>Firmware</title>'), unread(/does not exist/)),
    animal('sends NaN', onSummary(bodies.withNumbers('summary', bodies.NOT_JSON_NUMBERS)), unread(/not JSON/)),
    animal(
      'sends 1e400 for every number',
      (request, response) => {
        const endpoint = pathOf(request.path);
        if (!['summary', 'perf-summary', 'chains', 'model', 'metrics'].includes(endpoint)) return false;
        response.end(bodies.withNumbers(endpoint, bodies.HUGE_NUMBERS));
        return true;
      },
      read,
    ),
    animal('is nested deep', onSummary(`{"miner":{"pools":${bodies.DEEP}}}`), read),
    animal('says everything twice', onSummary(bodies.withDuplicateKeys()), read),
    animal('answers with an empty body', onSummary(''), unread(/an empty body/)),
    animal(
      'has scripts, formulas and control characters in every text',
      (request, response, _message, miner) => {
        const endpoint = pathOf(request.path);
        if (!['info', 'summary', 'perf-summary', 'chains'].includes(endpoint)) return false;
        const keep = ['mac', 'model', 'fw_name', 'hr_measure', 'miner_state', 'state'];
        const payload = endpoint === 'info' ? JSON.parse(miner.info()) : fixture('1.2.6', endpoint);
        json(response, 200, bodies.withCanaries(payload, keep));
        return true;
      },
      read,
    ),
    animal(
      'lives in 1970',
      (request, response) => {
        response.setHeader('date', 'Thu, 01 Jan 1970 00:00:07 GMT');
        if (pathOf(request.path) !== 'metrics') return false;
        response.end(fixtureText('1.2.6', 'metrics').replace(/"time":\s*\d+/g, '"time": 7'));
        return true;
      },
      read,
    ),
    animal(
      'cuts its answer in the middle',
      on('/summary', (response, _request, _response, { socket }) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"miner":', () => socket.resetAndDestroy());
      }),
      unread(/The answer broke off/),
    ),
    animal(
      'drops its connection after every answer',
      (_request, response, { socket }) => {
        response.once('finish', () => setImmediate(() => socket.destroy()));
        return false;
      },
      read,
    ),
    animal(
      'blocks unlocking for ever',
      on('/unlock', (response) => json(response, 429, { unlock_timeout: Number.MAX_SAFE_INTEGER })),
      { isRead: false, says: /Login blocked/, neverPolled: true },
    ),
    animal(
      'refuses the password',
      on('/unlock', (response) => json(response, 403, { unlock_timeout: null })),
      { isRead: false, says: /Wrong miner password/, neverPolled: true },
    ),
    animal(
      'gives a token that smuggles a header',
      on('/unlock', (response) => json(response, 200, { token: 'a\r\nx-api-key: b' })),
      { isRead: false, says: /Couldn't create an API key/, neverPolled: true },
    ),
    animal('has one session at a time', undefined, read, { singleSession: true }),
    animal('is quite well', undefined, read),
  ];
}
