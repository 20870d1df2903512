import type { Preset } from '../../src-shared/model/index.ts';
import type { Address } from './address.ts';
import { failure, type Outcome } from './outcome.ts';
import type {
  ApiKeyEntry,
  ChainsReading,
  DeviceInfo,
  DeviceModel,
  DeviceState,
  LogType,
  MetricsReading,
  PerfReading,
  StatusReading,
} from './readings.ts';

export interface FirmwareClientOptions {
  readonly timeoutMs: number;
  readonly maxBodyBytes?: number;
  readonly maxRequestsPerMiner?: number;
}
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}
export interface Credentials {
  readonly apiKey?: string | null;
  readonly token?: string | null;
}

const unbuilt = async () => failure('http_error', 'not built yet', { retryable: false });

export class FirmwareClient {
  constructor(_options: FirmwareClientOptions) {}
  readInfo(_address: Address, _call?: CallOptions): Promise<Outcome<DeviceInfo>> {
    return unbuilt();
  }
  readModel(_address: Address, _call?: CallOptions): Promise<Outcome<DeviceModel>> {
    return unbuilt();
  }
  readStatus(_address: Address, _call?: CallOptions): Promise<Outcome<DeviceState>> {
    return unbuilt();
  }
  readSummary(
    _address: Address,
    _hrMeasure: string | null,
    _credentials: Credentials | null,
    _call?: CallOptions,
  ): Promise<Outcome<StatusReading>> {
    return unbuilt();
  }
  readPerfSummary(_address: Address, _call?: CallOptions): Promise<Outcome<PerfReading>> {
    return unbuilt();
  }
  readChains(
    _address: Address,
    _context: { hrMeasure: string | null; firmwareVersion: string | null },
    _call?: CallOptions,
  ): Promise<Outcome<ChainsReading>> {
    return unbuilt();
  }
  readPresets(_address: Address, _credentials: Credentials | null, _call?: CallOptions): Promise<Outcome<Preset[]>> {
    return unbuilt();
  }
  readMetrics(
    _address: Address,
    _hrMeasure: string | null,
    _range: { timeSliceS: number; stepS: number },
    _call?: CallOptions,
  ): Promise<Outcome<MetricsReading>> {
    return unbuilt();
  }
  readLog(_address: Address, _type: LogType, _call?: CallOptions): Promise<Outcome<string>> {
    return unbuilt();
  }
  unlock(_address: Address, _password: string, _call?: CallOptions): Promise<Outcome<string>> {
    return unbuilt();
  }
  lock(_address: Address, _token: string, _call?: CallOptions): Promise<Outcome<null>> {
    return unbuilt();
  }
  listApiKeys(_address: Address, _credentials: Credentials, _call?: CallOptions): Promise<Outcome<ApiKeyEntry[]>> {
    return unbuilt();
  }
  createApiKey(
    _address: Address,
    _token: string,
    _key: string,
    _description: string,
    _call?: CallOptions,
  ): Promise<Outcome<string | null>> {
    return unbuilt();
  }
  deleteApiKey(_address: Address, _token: string, _key: string, _call?: CallOptions): Promise<Outcome<null>> {
    return unbuilt();
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}
