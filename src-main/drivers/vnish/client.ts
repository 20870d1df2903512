import type { Preset } from '../../../src-shared/model/index.ts';
import { type Address, formatAddress, type MinerAddress } from '../address.ts';
import type { CallOptions } from '../call-options.ts';
import type { StoredSettings } from '../commands.ts';
import { fields, text } from '../fields.ts';
import { parseJson } from '../http/describe-body.ts';
import { withOneDeadline } from '../http/extendable-deadline.ts';
import { MAX_RESPONSE_BYTES } from '../http/response-limits.ts';
import {
  type HttpRequest,
  type HttpResponse,
  type IdentityPolicy,
  Transport,
  type WriteResult,
  whereOf,
} from '../http/transport.ts';
import { failure, type Outcome, success } from '../outcome.ts';
import type {
  ApiKeyEntry,
  DeviceModel,
  DeviceState,
  LogType,
  MetricsReading,
  PerfReading,
  StatusReading,
} from '../readings.ts';
import { readBackup } from './actions/read-backup.ts';
import { type BoardEndpoint, likelyBoardEndpoint, otherBoardEndpoint } from './board-endpoint.ts';
import { parseApiKeys } from './payloads/access.ts';
import { type ChainsReading, parseChains } from './payloads/chains.ts';
import { parseDeviceModel } from './payloads/device-model.ts';
import { parseDeviceState } from './payloads/device-state.ts';
import type { VnishInfo } from './payloads/info.ts';
import { parseMetrics } from './payloads/metrics.ts';
import { parsePerformance } from './payloads/performance.ts';
import { parsePresets } from './payloads/presets.ts';
import { parseSettings } from './payloads/settings.ts';
import { parseSummary } from './payloads/summary.ts';
import { readInfoResponse } from './read-info.ts';
import { describeRefusal, readAcceptance, readPayload, readText } from './read-response.ts';
import { failureWithout, secretsIn } from './sent-secrets.ts';
import { readUnlockResponse } from './unlock.ts';

export interface FirmwareClientOptions {
  /** For a call as a whole: waiting for its turn, connecting, and the response's last byte. */
  readonly timeoutMs: number;
  /** `MAX_RESPONSE_BYTES` by default. */
  readonly maxBodyBytes?: number;
  /** 2 by default, across all callers. */
  readonly maxRequestsPerMiner?: number;
}

/** How a command ended, and the secrets that were in it. */
export interface CommandResult extends WriteResult {
  readonly secrets: readonly string[];
}

/** Either one suffices for everything but sessions and keys, which want a token. */
export interface Credentials {
  readonly apiKey?: string | null;
  readonly token?: string | null;
}

const DEFAULT_REQUESTS_PER_MINER = 2;
/** `/info` needs no credential, so that the miner is identified before a credential is sent. */
const IDENTITY: IdentityPolicy = {
  request: { method: 'GET', path: '/api/v1/info' },
  readMac(response, where) {
    const info = readInfoResponse(response, where);
    return info.ok ? success(info.value.mac) : info;
  },
};

const LONGEST_METRICS_S = 259_200;

/**
 * Talks to miners on VNish firmware and its rebrands. Every call returns an `Outcome`; none throws
 * because of what a miner does. Reads are asked once more when a kept connection turns out to be
 * dead; writes never are. What carries a credential can be asked of a certain miner only
 * (`MinerAddress`): it is not sent where another responds.
 */
export class FirmwareClient {
  readonly #transport: Transport;
  /** Which of the two endpoints this address has, once one of them was found missing. */
  readonly #boardEndpoints = new Map<string, BoardEndpoint>();

  /** For a call as a whole, where the caller names no other. */
  get timeoutMs(): number {
    return this.#transport.timeoutMs;
  }

  constructor(options: FirmwareClientOptions) {
    this.#transport = new Transport({
      timeoutMs: options.timeoutMs,
      maxBodyBytes: options.maxBodyBytes ?? MAX_RESPONSE_BYTES,
      maxRequestsPerMiner: options.maxRequestsPerMiner ?? DEFAULT_REQUESTS_PER_MINER,
      identity: IDENTITY,
    });
  }

  /**
   * Who is there. Anything but a miner of this firmware family is `not_a_miner`, with what answered
   * instead.
   */
  async readInfo(address: Address, call?: CallOptions): Promise<Outcome<VnishInfo>> {
    const request = get('/info');
    const response = await this.#transport.send(address, request, call);
    if (response.ok) return readInfoResponse(response.value, whereOf(address, request));
    if (response.error.code !== 'bad_payload') return response;
    return { ok: false, error: { ...response.error, code: 'not_a_miner' } };
  }

  readModel(address: Address | MinerAddress, call?: CallOptions): Promise<Outcome<DeviceModel>> {
    return this.#read(address, get('/model'), parseDeviceModel, call);
  }

  readStatus(address: Address | MinerAddress, call?: CallOptions): Promise<Outcome<DeviceState>> {
    return this.#read(address, get('/status'), parseDeviceState, call);
  }

  /** Works without credentials too, but then the users of the pools are masked. */
  readSummary(
    address: MinerAddress,
    hrMeasure: string | null,
    credentials: Credentials | null,
    call?: CallOptions,
  ): Promise<Outcome<StatusReading>> {
    return this.#read(address, get('/summary', credentials), (payload) => parseSummary(payload, hrMeasure), call);
  }

  readPerfSummary(address: Address | MinerAddress, call?: CallOptions): Promise<Outcome<PerfReading>> {
    return this.#read(address, get('/perf-summary'), parsePerformance, call);
  }

  /**
   * All boards with their chips, from `/chains` (1.2) or `/boards` (1.3): whichever this miner has.
   */
  async readChains(
    address: Address | MinerAddress,
    context: { hrMeasure: string | null; firmwareVersion: string | null },
    call?: CallOptions,
  ): Promise<Outcome<ChainsReading>> {
    const key = formatAddress(address);
    const one = withOneDeadline(this.#transport.timeoutMs, call);
    const parse = (payload: unknown) => parseChains(payload, context.hrMeasure);
    const endpoint = this.#boardEndpoints.get(key) ?? likelyBoardEndpoint(context.firmwareVersion);
    const first = await this.#read(address, get(`/${endpoint}`), parse, one);
    if (first.ok || first.error.code !== 'not_found') return first;

    const other = otherBoardEndpoint(endpoint);
    const second = await this.#read(address, get(`/${other}`), parse, one);
    if (second.ok) this.#boardEndpoints.set(key, other);
    return second;
  }

  readPresets(address: MinerAddress, credentials: Credentials | null, call?: CallOptions): Promise<Outcome<Preset[]>> {
    return this.#read(address, get('/autotune/presets', credentials), parsePresets, call);
  }

  /** What is configured, which needs a key. A secret: pools have passwords. */
  readSettings(
    address: MinerAddress,
    credentials: Credentials | null,
    call?: CallOptions,
  ): Promise<Outcome<StoredSettings>> {
    return this.#read(address, get('/settings', credentials), parseSettings, call);
  }

  /** The miner's own history: at most three days of it. */
  readMetrics(
    address: Address | MinerAddress,
    hrMeasure: string | null,
    range: { timeSliceS: number; stepS: number },
    call?: CallOptions,
  ): Promise<Outcome<MetricsReading>> {
    const timeSliceS = Math.min(LONGEST_METRICS_S, Math.max(1, Math.round(range.timeSliceS)));
    const stepS = Math.max(1, Math.round(range.stepS));
    const request = get(`/metrics?time_slice=${timeSliceS}&step=${stepS}`);
    return this.#read(address, request, (payload) => parseMetrics(payload, hrMeasure), call);
  }

  /** A log as the miner wrote it: untrusted text. */
  readLog(address: Address, type: LogType, call?: CallOptions): Promise<Outcome<string>> {
    return this.#send(address, get(`/logs/${type}`), readText, call);
  }

  /**
   * A session token, good for less than five minutes. `unlock_refused` is a wrong password:
   * repeated attempts get the client blocked.
   */
  unlock(address: MinerAddress, password: string, call?: CallOptions): Promise<Outcome<string>> {
    return this.#send(address, post('/unlock', null, { pw: password }), readUnlockResponse, call);
  }

  /** Ends the session of a token. */
  lock(address: MinerAddress, token: string, call?: CallOptions): Promise<Outcome<null>> {
    return this.#send(address, post('/lock', { token }), readAcceptance, call);
  }

  listApiKeys(address: MinerAddress, credentials: Credentials, call?: CallOptions): Promise<Outcome<ApiKeyEntry[]>> {
    return this.#read(address, get('/apikeys', credentials), parseApiKeys, call);
  }

  /**
   * Returns `inserted`, `updated` or `nochanges`, or null where the miner accepted without saying.
   */
  createApiKey(
    address: MinerAddress,
    token: string,
    key: string,
    description: string,
    call?: CallOptions,
  ): Promise<Outcome<string | null>> {
    return this.#send(address, post('/apikeys', { token }, { key, description }), readCreatedKey, call);
  }

  deleteApiKey(address: MinerAddress, token: string, key: string, call?: CallOptions): Promise<Outcome<null>> {
    return this.#send(address, post('/apikeys/delete', { token }, { key }), readAcceptance, call);
  }

  /**
   * A command, sent once at most and with our key. Its answer is read by actions/write-response.ts.
   */
  async writeOnce(miner: MinerAddress, path: string, body: object | null, call?: CallOptions): Promise<CommandResult> {
    const request = post(path, { apiKey: miner.apiKey ?? null }, body ?? undefined);
    return { ...(await this.#transport.sendOnce(miner, request, call)), secrets: secretsIn(request) };
  }

  /** The miner's copy of its settings: a small archive, made by itself. A secret, as they are. */
  backupSettings(miner: MinerAddress, call?: CallOptions): Promise<Outcome<Uint8Array>> {
    return this.#send(miner, post('/settings/backup', { apiKey: miner.apiKey ?? null }), readBackup, call);
  }

  /** How many connections are kept for later requests. */
  get keptConnections(): number {
    return this.#transport.keptConnections;
  }

  /** Cuts what is under way, which ends as `aborted`, and closes all connections. */
  close(): Promise<void> {
    return this.#transport.close();
  }

  #read<T>(
    address: Address | MinerAddress,
    request: HttpRequest,
    parse: (payload: unknown) => T | null,
    call: CallOptions | undefined,
  ): Promise<Outcome<T>> {
    const apiKey = 'mac' in address ? (address.apiKey ?? null) : null;
    const headers = { ...authorization({ apiKey }), ...request.headers };
    return this.#send(address, { ...request, headers }, (response, where) => readPayload(response, where, parse), call);
  }

  /** What the host says of a failure is shown: none of the secrets that it was sent is in it. */
  async #send<T>(
    address: Address | MinerAddress,
    request: HttpRequest,
    read: (response: HttpResponse, where: string) => Outcome<T>,
    call: CallOptions | undefined,
  ): Promise<Outcome<T>> {
    const response = await this.#transport.send(address, request, call);
    const outcome = response.ok ? read(response.value, whereOf(address, request)) : response;
    return outcome.ok ? outcome : { ok: false, error: failureWithout(outcome.error, secretsIn(request)) };
  }
}

function get(path: string, credentials: Credentials | null = null): HttpRequest {
  return { method: 'GET', path: `/api/v1${path}`, headers: authorization(credentials) };
}

function post(path: string, credentials: Credentials | null, body?: object): HttpRequest & { readonly method: 'POST' } {
  const headers = authorization(credentials);
  if (body === undefined) return { method: 'POST', path: `/api/v1${path}`, headers };
  return {
    method: 'POST',
    path: `/api/v1${path}`,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

/** The bare token without `Bearer` works for some calls only. */
function authorization(credentials: Credentials | null): Record<string, string> {
  const headers: Record<string, string> = {};
  if (credentials?.apiKey) headers['x-api-key'] = credentials.apiKey;
  if (credentials?.token) headers['authorization'] = `Bearer ${credentials.token}`;
  return headers;
}

function readCreatedKey(response: HttpResponse, where: string): Outcome<string | null> {
  if (response.status === 422) {
    return failure('wrong_key_format', `${where} refused the key: it must be 32 hexadecimal characters`, {
      retryable: false,
      httpStatus: response.status,
    });
  }
  const refusal = describeRefusal(response, where) ?? readAcceptance(response, where);
  if (!refusal.ok) return refusal;
  const parsed = parseJson(response.body);
  return success(parsed.json ? text(fields(parsed.value)['status']) : null);
}
