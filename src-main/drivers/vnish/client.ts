import type { Preset } from '../../../src-shared/model/index.ts';
import { type Address, formatAddress, type MinerAddress } from '../address.ts';
import type { CallOptions } from '../call-options.ts';
import type { StoredSettings } from '../commands.ts';
import { whereOf } from '../http/describe-request-failure.ts';
import { withOneDeadline } from '../http/extendable-deadline.ts';
import { MAX_RESPONSE_BYTES } from '../http/response-limits.ts';
import { type HttpRequest, type HttpResponse, Transport, type WriteResult } from '../http/transport.ts';
import type { Outcome } from '../outcome.ts';
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
import { get, post } from './api-requests.ts';
import { authHeaders, type Credentials } from './auth-headers.ts';
import { type BoardEndpoint, likelyBoardEndpoint, otherBoardEndpoint } from './board-endpoint.ts';
import { readCreatedKey } from './created-key.ts';
import { parseApiKeys } from './payloads/access.ts';
import { type ChainsReading, parseChains } from './payloads/chains-with-chips.ts';
import { parseDeviceModel } from './payloads/device-model.ts';
import { parseDeviceState } from './payloads/device-state.ts';
import type { VnishInfo } from './payloads/info.ts';
import { parseMetrics } from './payloads/metrics.ts';
import { parsePerformance } from './payloads/performance.ts';
import { parsePresets } from './payloads/presets.ts';
import { parseSettings } from './payloads/settings.ts';
import { parseSummary } from './payloads/summary.ts';
import { IDENTITY, readInfoResponse } from './read-info.ts';
import { readAcceptance, readPayload, readText } from './read-response.ts';
import { failureWithout, secretsIn } from './sent-secrets.ts';
import { readUnlockResponse } from './unlock.ts';

export interface FirmwareClientOptions {
  /** For a whole request: waiting for its turn, connecting, and reading the response. */
  readonly timeoutMs: number;
  /** `MAX_RESPONSE_BYTES` by default. */
  readonly maxBodyBytes?: number;
  /** Across all callers; 2 by default. */
  readonly maxRequestsPerMiner?: number;
}

/** Result of a command, with the secrets that its request contained. */
export interface CommandResult extends WriteResult {
  readonly secrets: readonly string[];
}

const DEFAULT_REQUESTS_PER_MINER = 2;
const LONGEST_METRICS_S = 259_200;

/**
 * The API of VNish firmware and its rebrands. Every call returns an `Outcome`; none throws because
 * of what a miner does. A read is retried once if a kept connection was closed; a write never is.
 * Calls with credentials need a `MinerAddress`, and are not sent if another host responds.
 */
export class FirmwareClient {
  readonly #transport: Transport;
  /** The endpoint that an address has, once the other one was found missing. */
  readonly #boardEndpoints = new Map<string, BoardEndpoint>();

  /** Default timeout of a request. */
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
   * Identifies the host. Anything but a miner of this firmware family is `not_a_miner`, with what
   * responded instead.
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

  /** Also works without credentials, but then the pool users are masked. */
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
   * All boards with their chips, from `/chains` (1.2) or `/boards` (1.3), whichever the miner has.
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

  /** The configuration; needs a key. A secret, because pools have passwords. */
  readSettings(
    address: MinerAddress,
    credentials: Credentials | null,
    call?: CallOptions,
  ): Promise<Outcome<StoredSettings>> {
    return this.#read(address, get('/settings', credentials), parseSettings, call);
  }

  /** The miner's own history of at most three days. */
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

  /** A log of the miner: untrusted text. */
  readLog(address: Address, type: LogType, call?: CallOptions): Promise<Outcome<string>> {
    return this.#send(address, get(`/logs/${type}`), readText, call);
  }

  /**
   * A session token, valid for less than five minutes. `unlock_refused` means a wrong password; the
   * miner blocks clients after repeated attempts.
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

  /** Returns `inserted`, `updated` or `nochanges`; null if the miner accepted without a status. */
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
   * Sends a command with our key, at most once. actions/write-response.ts interprets the result.
   */
  async writeOnce(miner: MinerAddress, path: string, body: object | null, call?: CallOptions): Promise<CommandResult> {
    const request = post(path, { apiKey: miner.apiKey ?? null }, body ?? undefined);
    return { ...(await this.#transport.sendOnce(miner, request, call)), secrets: secretsIn(request) };
  }

  /** The miner's own backup of its settings: a small archive. A secret, like the settings. */
  backupSettings(miner: MinerAddress, call?: CallOptions): Promise<Outcome<Uint8Array>> {
    return this.#send(miner, post('/settings/backup', { apiKey: miner.apiKey ?? null }), readBackup, call);
  }

  /** Number of connections that are kept for later requests. */
  get keptConnections(): number {
    return this.#transport.keptConnections;
  }

  /** Aborts pending calls, which end as `aborted`, and closes all connections. */
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
    const headers = { ...authHeaders({ apiKey }), ...request.headers };
    return this.#send(address, { ...request, headers }, (response, where) => readPayload(response, where, parse), call);
  }

  /** Failures quote the host's text. Secrets of the request, which it may echo, are removed. */
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
