import type { BoardsBackground } from '../conditions/board-conditions.ts';
import type { Address, MinerAddress } from '../drivers/address.ts';
import type { Outcome } from '../drivers/outcome.ts';
import type { CallOptions, FirmwareClient } from '../drivers/vnish/client.ts';
import type { BoardsReading } from '../fleet/boards-reading.ts';
import type { Hole, PackedPoints } from '../history/remembered.ts';

/** What is known of a miner before its boards are read. */
export interface BoardsContext {
  readonly hrMeasure: string | null;
  readonly firmwareVersion: string | null;
  readonly background: BoardsBackground;
}

/** A hole, and the piece of the miner's memory that covers it. */
export interface MissedRequest extends Hole {
  readonly timeSliceS: number;
  readonly stepS: number;
  readonly nowAt: number;
}

type ClientCalls =
  | 'readInfo'
  | 'readModel'
  | 'readStatus'
  | 'readSummary'
  | 'readPerfSummary'
  | 'readPresets'
  | 'unlock'
  | 'lock'
  | 'listApiKeys'
  | 'createApiKey';

/** All that miners are asked while the farm is watched. No call rejects for what a miner does. */
export interface MinerGateway extends Pick<FirmwareClient, ClientCalls> {
  readBoards(
    address: Address | MinerAddress,
    context: BoardsContext,
    call?: CallOptions,
  ): Promise<Outcome<BoardsReading>>;
  /** What the miner remembers of a hole in its history; none where its clock is wrong. `nowAt` is what the clock here says. */
  readMissed(
    address: Address | MinerAddress,
    hrMeasure: string | null,
    question: MissedRequest,
    call?: CallOptions,
  ): Promise<Outcome<PackedPoints>>;
  /** Cuts what is under way, which ends as `aborted`, and closes all connections. */
  close(): Promise<void>;
}

export type MinerCall = Exclude<keyof MinerGateway, 'close'>;

/** What a call says, without the options that all of them end with. */
export type RequestOf<K extends MinerCall> =
  Required<Parameters<MinerGateway[K]>> extends [...infer Q, CallOptions] ? Q : never;

/** The same calls on their way to the asking thread. The signal of one becomes its withdrawal. */
export type GatewayCalls = {
  [K in MinerCall]: (timeoutMs: number | null, ...question: RequestOf<K>) => ReturnType<MinerGateway[K]>;
} & { close(): void };

export interface GatewayTask {
  readonly timeoutMs: number;
}
