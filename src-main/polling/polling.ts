import type { Settings } from '../../src-shared/model/index.ts';
import { formatAddress, parseAddress } from '../drivers/address.ts';
import type { CallOptions } from '../drivers/call-options.ts';
import type { MinerTarget } from '../drivers/driver.ts';
import { type FirmwareError, isOwnFailure, type Outcome } from '../drivers/outcome.ts';
import type { DeviceModel } from '../drivers/readings.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { LiveStatus } from '../fleet/miner-entry.ts';
import { unitHardware } from '../fleet/readings/unit-hardware.ts';
import type { MinerGateway } from '../gateway/miner-gateway.ts';
import type { Clock } from '../runtime/clock.ts';
import { EarlyBoards } from './early-boards.ts';
import { PollLoop } from './poll-loop.ts';
import type { PollEnd } from './poll-waiters.ts';
import { StarvedPolls } from './starved-polls.ts';

/** The status that a requested poll read, or why there is none. */
export type FreshReading =
  | { readonly ok: true; readonly status: LiveStatus }
  | { readonly ok: false; readonly message: string };

export interface PollingOptions {
  readonly minerGateway: Pick<MinerGateway, 'readStatus' | 'readModel' | 'readBoards'>;
  readonly fleet: Fleet;
  readonly clock: Clock;
  readonly settings: () => Settings;
  readonly onError: (error: unknown) => void;
  readonly random?: () => number;
  /** Called after a failure; pauses polling if the computer has slept. */
  readonly checkAwake?: () => void;
  /** Whether the last scan found that this computer can't reach an address. */
  readonly isBeyondReach?: (ip: string) => boolean;
  /** Called after a status was recorded; `previousAt` is the time of the one before. */
  readonly onStatusRead?: (id: string, previousAt: number | null, readAt: number) => void;
}

/**
 * The preset in effect changes rarely: it is read once a minute, and whenever the miner's state
 * changes.
 */
const PRESET_FRESH_MS = 60_000;
/**
 * Chips are read soon after a status, over the connection on which the miner has just identified
 * itself.
 */
const AFTER_STATUS_MS = 1000;
const NOTHING_REPORTED: DeviceModel = {
  alias: null,
  full_name: null,
  algorithm: null,
  hr_measure: null,
  chains: null,
  chips_per_chain: null,
  board_rows: null,
};

/** Polls the managed miners: by default status every 15 s, chips every minute. Owns both loops. */
export class Polling {
  readonly status: PollLoop;
  readonly telemetry: PollLoop;
  readonly starved: StarvedPolls;
  readonly #earlyBoards: EarlyBoards;
  readonly #options: PollingOptions;
  /** Miners that were changed: the preset that was read before may be an old one. */
  readonly #changed = new Set<string>();

  constructor(options: PollingOptions) {
    this.#options = options;
    const { fleet, clock, settings, onError } = options;
    this.starved = new StarvedPolls(clock);
    const shared = {
      clock,
      random: options.random ?? Math.random,
      concurrency: () => settings().polling.concurrency,
      members: () => fleet.polledIds(),
      checkAwake: () => options.checkAwake?.(),
      onError,
    };
    this.status = new PollLoop({
      ...shared,
      name: 'status',
      intervalMs: () => settings().intervals.status_seconds * 1000,
      poll: (id, signal) => this.#pollStatus(id, signal),
      onEnd: (id, end, nextAt, beganAt) => {
        if (end.ok) fleet.readings.pollSucceeded(id, nextAt);
        else if (end.isOwn === true) fleet.readings.pollNotTried(id, end.message, nextAt);
        else fleet.readings.pollFailed(id, end.message, nextAt, beganAt);
      },
    });
    this.telemetry = new PollLoop({
      ...shared,
      name: 'telemetry',
      intervalMs: () => settings().intervals.telemetry_seconds * 1000,
      lagMs: AFTER_STATUS_MS,
      poll: (id, signal) => this.#pollBoards(id, signal),
      onEnd: () => undefined,
    });
    this.#earlyBoards = new EarlyBoards(clock, (id) => void this.telemetry.pollNow(id));
  }

  /** Whether polls are late because of this computer or its network: other work can wait. */
  get isBehind(): boolean {
    return this.status.isBehind || this.telemetry.isBehind;
  }

  start(): void {
    this.status.start();
    this.telemetry.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.status.stop(), this.telemetry.stop()]);
  }

  pause(): void {
    this.status.pause();
    this.telemetry.pause();
  }

  resume(): void {
    this.status.resume();
    this.telemetry.resume();
  }

  wake(): void {
    this.status.wake();
    this.telemetry.wake();
  }

  /**
   * Reads the status of a miner that was changed, with its preset; its boards are read when they
   * are due. If a job changes thousands of miners, reading their boards at once would delay the
   * polls of all others.
   */
  async pollChanged(id: string): Promise<void> {
    this.#changed.add(id);
    await this.status.pollNow(id);
  }

  /** Whether a miner that answered a scan may skip its back-off. True only at the first call. */
  takeRetry(id: string): boolean {
    return this.status.takeRetry(id);
  }

  /**
   * Reads the status of a miner now despite any back-off, and forgets its failures; its boards
   * follow. Returns a status that was read after this call began. Never rejects: the result has the
   * reason if the miner is not monitored, does not respond, or a pause dropped the poll.
   */
  async pollNow(id: string): Promise<FreshReading> {
    const end = await this.status.pollNow(id);
    if (!end.ok) return end;
    void this.telemetry.pollNow(id);
    const status = this.#options.fleet.entry(id)?.latest ?? null;
    return status === null ? { ok: false, message: 'This miner is no longer known.' } : { ok: true, status };
  }

  async #pollStatus(id: string, signal: AbortSignal): Promise<PollEnd> {
    const { minerGateway, fleet, clock, settings } = this.#options;
    const target = this.target(id);
    if (target === null) return { ok: false, message: 'It has no address.' };
    const { entry, address, hrMeasure } = target;
    const call = { signal, timeoutMs: settings().polling.timeout_ms };
    const presetAgeMs = entry.preset === null ? Number.POSITIVE_INFINITY : clock.monotonicMs() - entry.preset.readAtMs;
    const context = {
      hrMeasure,
      firmwareVersion: entry.stored.firmware_version,
      lastState: entry.latest?.figures.state ?? null,
      isPresetFresh: presetAgeMs < PRESET_FRESH_MS && !this.#changed.has(id),
      lowHashratePercent: settings().thresholds.low_hashrate_percent,
    };
    const status = await minerGateway.readStatus(address, context, call);
    if (!status.ok) return this.#failure(address, status.error);
    const { reading, perf, isKeyIgnored } = status.value;
    if (isKeyIgnored) fleet.secrets.suspectKey(id, address.apiKey);
    else fleet.secrets.noteKeyWorks(id);
    if (signal.aborted) return { ok: false, message: 'The reading was dropped.' };
    const previous = entry.latest;
    if (perf !== null) this.#changed.delete(id);
    fleet.readings.recordStatus(id, reading, perf);
    const latest = fleet.entry(id)?.latest ?? null;
    if (latest !== null) this.#earlyBoards.statusRead(id, previous, latest, this.isBehind);
    this.#options.onStatusRead?.(id, previous?.recorded_at ?? null, latest?.recorded_at ?? clock.nowMs());
    return { ok: true };
  }

  async #pollBoards(id: string, signal: AbortSignal): Promise<PollEnd> {
    const { minerGateway, fleet, clock, settings } = this.#options;
    const target = this.target(id);
    if (target === null) return { ok: false, message: 'It has no address.' };
    const { address, hrMeasure, capabilities } = target;
    const endsMs = clock.monotonicMs() + settings().polling.timeout_ms;
    // If the driver reads no boards, nothing can fail.
    if (!capabilities.boards) return { ok: true };
    const call = { signal, timeoutMs: settings().polling.timeout_ms };
    // Boards are compared with the unit's own hardware: the same model code stands for different
    // hardware.
    const isDeviceDue = target.entry.device === null && capabilities.model;
    const device = isDeviceDue ? await this.#learnDevice(id, address, call) : null;
    const entry = fleet.entry(id) ?? target.entry;
    const background = fleet.readings.boardsBackground(entry);
    const context = { hrMeasure, firmwareVersion: entry.stored.firmware_version, background };
    // Both requests share the time of one poll; if the first took all of it, it ended the poll.
    const leftMs = Math.round(endsMs - clock.monotonicMs());
    const reading =
      device?.ok === false && leftMs <= 0
        ? device
        : await minerGateway.readBoards(address, context, { signal, timeoutMs: Math.max(1, leftMs) });
    if (signal.aborted) return { ok: false, message: 'The reading was dropped.' };
    if (!reading.ok) {
      const failed = this.#failure(address, reading.error);
      if (!failed.isOwn) fleet.readings.boardsFailed(id, reading.error.message, reading.error.code === 'not_found');
      return failed;
    }
    fleet.readings.recordBoards(id, reading.value);
    return { ok: true };
  }

  /**
   * Separates failures of this computer from failures of the miner. Also records a key that is no
   * longer valid, and an answer for which this computer was too busy.
   */
  #failure(address: MinerTarget, error: FirmwareError): Extract<PollEnd, { readonly ok: false }> {
    if (error.code === 'unauthorized') this.#options.fleet.secrets.suspectKey(address.mac, address.apiKey);
    if (error.code === 'starved') this.starved.note();
    const isOwn = isOwnFailure(error) || this.#options.isBeyondReach?.(formatAddress(address)) === true;
    return { ok: false, message: error.message, isOwn };
  }

  /** A firmware without `/model` has nothing to report; any other failure is retried. */
  async #learnDevice(id: string, address: MinerTarget, call: CallOptions): Promise<Outcome<DeviceModel>> {
    const { minerGateway, fleet } = this.#options;
    const device = await minerGateway.readModel(address, call);
    if (device.ok) fleet.readings.setDevice(id, device.value);
    else if (device.error.code === 'not_found') fleet.readings.setDevice(id, NOTHING_REPORTED);
    return device;
  }

  /**
   * The address of a miner, with its driver, its key and its unit of hashrate. Only this miner may
   * answer there. Null if one of them is not known.
   */
  target(id: string) {
    const entry = this.#options.fleet.entry(id);
    const address = entry === null || entry.stored.ip === null ? null : parseAddress(entry.stored.ip);
    const driver = entry === null ? null : this.#options.fleet.driverOf(entry);
    if (entry === null || address === null || driver === null) return null;
    return {
      entry,
      capabilities: driver.capabilities,
      address: { ...address, mac: id, kind: driver.kind, apiKey: this.#options.fleet.secrets.apiKey(id) },
      hrMeasure: unitHardware(entry, this.#options.fleet.modelOf(entry)).hr_measure,
    };
  }
}
