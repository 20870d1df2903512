import type { Preset } from '../../src-shared/model/index.ts';
import type { BoardsBackground } from '../conditions/board-conditions.ts';
import type { CallOptions } from '../drivers/call-options.ts';
import type { ActionPart, ActionReading, MinerCommand, WriteResponse } from '../drivers/commands.ts';
import type {
  BoardsContext,
  Evidence,
  MinerCredentials,
  MinerTarget,
  ObtainedKey,
  Recognised,
  StatusContext,
  StatusResult,
  WantedKey,
} from '../drivers/driver.ts';
import type { Outcome } from '../drivers/outcome.ts';
import type { DeviceModel } from '../drivers/readings.ts';
import type { Gap, PackedPoints } from '../history/miner-memory.ts';
import type { BoardsReading } from './boards-reading.ts';

/** What is known about a miner before its boards are read. */
export interface PackedBoardsContext extends BoardsContext {
  readonly background: BoardsBackground;
}

/** A gap, and the range of the miner's own history that covers it. */
export interface MissedRequest extends Gap {
  readonly timeSliceS: number;
  readonly stepS: number;
  readonly nowAt: number;
}

/**
 * All requests to miners while the farm is monitored. Each call uses the driver of the miner's
 * kind. A call that this driver does not support ends as `not_found`, so capabilities must be
 * checked first. No call rejects because of what a miner does.
 */
export interface MinerGateway {
  /**
   * Identifies the host: tries the drivers of the port, and chooses the one that reads it
   * (choose-driver.ts).
   */
  identify(evidence: Evidence, call?: CallOptions): Promise<Outcome<Recognised>>;
  readStatus(miner: MinerTarget, context: StatusContext, call?: CallOptions): Promise<Outcome<StatusResult>>;
  readModel(miner: MinerTarget, call?: CallOptions): Promise<Outcome<DeviceModel>>;
  readBoards(miner: MinerTarget, context: PackedBoardsContext, call?: CallOptions): Promise<Outcome<BoardsReading>>;
  readPresets(miner: MinerTarget, call?: CallOptions): Promise<Outcome<Preset[]>>;
  /**
   * The miner's own history of a gap; empty if its clock is wrong. `nowAt` is the time of this
   * computer's clock.
   */
  readMissed(
    miner: MinerTarget,
    hrMeasure: string | null,
    request: MissedRequest,
    call?: CallOptions,
  ): Promise<Outcome<PackedPoints>>;
  /** Returns the key with this description; creates it if the miner has none. */
  obtainKey(
    miner: MinerTarget,
    credentials: MinerCredentials,
    wanted: WantedKey,
    call?: CallOptions,
  ): Promise<Outcome<ObtainedKey>>;
  /** Reads what is needed to judge a command, and its effect. Writes nothing. */
  readAction(miner: MinerTarget, parts: readonly ActionPart[], call?: CallOptions): Promise<Outcome<ActionReading>>;
  /**
   * Sends one command, at most once. If the gateway's thread dies meanwhile, the result is
   * `unknown`. An abort stops it only while nothing was sent: then it is `not_sent`.
   */
  sendCommand(miner: MinerTarget, command: MinerCommand, call?: CallOptions): Promise<WriteResponse>;
  /** The miner's own backup of its settings. A secret. */
  backupSettings(miner: MinerTarget, call?: CallOptions): Promise<Outcome<Uint8Array>>;
  /** Aborts pending calls, which end as `aborted`, and closes all connections. */
  close(): Promise<void>;
}

export type MinerCall = Exclude<keyof MinerGateway, 'close'>;

/** The arguments of a call, without the options at the end. */
export type RequestOf<K extends MinerCall> =
  Required<Parameters<MinerGateway[K]>> extends [...infer Q, CallOptions] ? Q : never;

/**
 * The same calls as messages to the gateway thread. An abort of the signal becomes a cancellation.
 */
export type GatewayCalls = {
  [K in MinerCall]: (timeoutMs: number | null, ...request: RequestOf<K>) => ReturnType<MinerGateway[K]>;
} & { close(): void };

export interface GatewayTask {
  readonly timeoutMs: number;
}
