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

/** What is known of a miner before its boards are read. */
export interface PackedBoardsContext extends BoardsContext {
  readonly background: BoardsBackground;
}

/** A gap, and the piece of the miner's memory that covers it. */
export interface MissedRequest extends Gap {
  readonly timeSliceS: number;
  readonly stepS: number;
  readonly nowAt: number;
}

/**
 * All that miners are asked while the farm is watched. Each call goes to the driver of the miner's
 * kind; what that driver can't do is `not_found`, so that its capabilities are asked first. No call
 * rejects for what a miner does.
 */
export interface MinerGateway {
  /**
   * Who is there: the drivers of that port are tried, and the one is chosen that reads it
   * (choose-driver.ts).
   */
  identify(evidence: Evidence, call?: CallOptions): Promise<Outcome<Recognised>>;
  readStatus(miner: MinerTarget, context: StatusContext, call?: CallOptions): Promise<Outcome<StatusResult>>;
  readModel(miner: MinerTarget, call?: CallOptions): Promise<Outcome<DeviceModel>>;
  readBoards(miner: MinerTarget, context: PackedBoardsContext, call?: CallOptions): Promise<Outcome<BoardsReading>>;
  readPresets(miner: MinerTarget, call?: CallOptions): Promise<Outcome<Preset[]>>;
  /**
   * What the miner remembers of a gap in its history; none where its clock is wrong. `nowAt` is
   * what the clock here says.
   */
  readMissed(
    miner: MinerTarget,
    hrMeasure: string | null,
    request: MissedRequest,
    call?: CallOptions,
  ): Promise<Outcome<PackedPoints>>;
  /** Makes sure that the miner has a key of this description. */
  obtainKey(
    miner: MinerTarget,
    credentials: MinerCredentials,
    wanted: WantedKey,
    call?: CallOptions,
  ): Promise<Outcome<ObtainedKey>>;
  /** What a command needs to be judged, and what shows its effect. Writes nothing. */
  readAction(miner: MinerTarget, parts: readonly ActionPart[], call?: CallOptions): Promise<Outcome<ActionReading>>;
  /**
   * Sends one command, once, and never again: should the gateway's thread die meanwhile, it is
   * `unknown`.
   */
  sendCommand(miner: MinerTarget, command: MinerCommand, call?: CallOptions): Promise<WriteResponse>;
  /** The miner's copy of its settings. A secret. */
  backupSettings(miner: MinerTarget, call?: CallOptions): Promise<Outcome<Uint8Array>>;
  /** Cuts what is under way, which ends as `aborted`, and closes all connections. */
  close(): Promise<void>;
}

export type MinerCall = Exclude<keyof MinerGateway, 'close'>;

/** What a call says, without the options that all of them end with. */
export type RequestOf<K extends MinerCall> =
  Required<Parameters<MinerGateway[K]>> extends [...infer Q, CallOptions] ? Q : never;

/**
 * The same calls on their way to the gateway thread. The signal of one becomes its cancellation.
 */
export type GatewayCalls = {
  [K in MinerCall]: (timeoutMs: number | null, ...request: RequestOf<K>) => ReturnType<MinerGateway[K]>;
} & { close(): void };

export interface GatewayTask {
  readonly timeoutMs: number;
}
