import type { Preset } from '../../src-shared/model/index.ts';
import type { Address, MinerAddress } from './address.ts';
import type { CallOptions } from './call-options.ts';
import type { ActionKind, ActionPart, ActionReading, MinerCommand, WriteResponse } from './commands.ts';
import type { Outcome } from './outcome.ts';
import type { BoardReading, DeviceInfo, DeviceModel, MetricsReading, PerfReading, StatusReading } from './readings.ts';

/** The credentials that a miner of this kind requires for what is not open to all. */
export type CredentialKind =
  | { readonly kind: 'none' }
  /** One password. `factory` is the default one; null where there is none. */
  | { readonly kind: 'password'; readonly factory: string | null }
  | {
      readonly kind: 'user_and_password';
      readonly factory: { readonly user: string; readonly password: string } | null;
    }
  | { readonly kind: 'token' };

/**
 * Credentials of the kind that a driver takes. A secret: never logged, and sent to the certain
 * miner only.
 */
export type MinerCredentials =
  | { readonly kind: 'password'; readonly password: string }
  | { readonly kind: 'user_and_password'; readonly user: string; readonly password: string }
  | { readonly kind: 'token'; readonly token: string };

/** What a driver can do. Rooms above check this, and never the make. */
export interface Capabilities {
  /**
   * Needs a key of PowerHive's own on the miner, and can put it there (`actions.obtainKey`):
   * without one it is not polled.
   */
  readonly api_key: boolean;
  /** Has power presets, so that a max preset can be chosen for its model. */
  readonly presets: boolean;
  /** Shows its hardware (`read.model`). */
  readonly model: boolean;
  /** Shows its boards with their chips (`read.boards`). */
  readonly boards: boolean;
  /** Keeps a history of its own, from which gaps are filled (`read.metrics`). */
  readonly metrics: boolean;
  /** The commands that it can send (`actions.send`); none where it does not act. */
  readonly actions: readonly ActionKind[];
  /**
   * Of those that came with a later firmware, its generation as `major.minor`: throttle since 1.3.
   * `canAct` reads it.
   */
  readonly actions_since: Readonly<Partial<Record<ActionKind, string>>>;
  /** Can make a copy of a miner's settings (`actions.backup`). */
  readonly backup: boolean;
}

/** A port on which a driver's miners respond: `target` is that of the scanned target. */
export type DriverPort = 'target' | number;

/** What is known of a driver without talking to a miner: plain data, the same in every thread. */
export interface DriverTraits {
  /** Stable, stored in the row of a miner and sent over the wire: `vnish`. */
  readonly kind: string;
  /** As the operator knows it. */
  readonly name: string;
  /** Dialled by the light scan, those of all drivers at once. */
  readonly ports: readonly DriverPort[];
  /**
   * Firmware that replaces the stock one. It wins where both recognise one miner, because parts of
   * the stock one often still respond.
   */
  readonly replaces_stock: boolean;
  readonly credentials: CredentialKind;
  readonly capabilities: Capabilities;
}

/**
 * One certain miner, the driver that it is read with, and its key. Nothing is sent there before it
 * has given this MAC.
 */
export interface MinerTarget extends MinerAddress {
  readonly kind: string;
}

/** What a scan knows of a host that accepted a connection. */
export interface Evidence {
  readonly address: Address;
}

/** The host at an address, and the kind of the driver that reads it. */
export interface Recognised {
  readonly kind: string;
  readonly info: DeviceInfo;
}

/** What is known of a miner before its status is read. */
export interface StatusContext {
  /** The unit in which it counts hashes; null where that is not known yet. */
  readonly hrMeasure: string | null;
  readonly firmwareVersion: string | null;
  /** The state of the latest status; null where there was none. */
  readonly lastState: string | null;
  /**
   * Whether the preset was read so short a time ago that it is only read again after a change of
   * state.
   */
  readonly isPresetFresh: boolean;
}

/** One status of a miner, from as many requests as that takes. */
export interface StatusResult {
  readonly reading: StatusReading;
  /** The preset in effect; null where it was not read. */
  readonly perf: PerfReading | null;
  /** The miner responded as if it did not know the key: it may have been reset. */
  readonly isKeyIgnored: boolean;
}

export interface BoardsContext {
  readonly hrMeasure: string | null;
  readonly firmwareVersion: string | null;
}

/** A piece of the miner's own history: the last `timeSliceS` seconds in steps of `stepS`. */
export interface MetricsRange {
  readonly hrMeasure: string | null;
  readonly timeSliceS: number;
  readonly stepS: number;
}

/** Which key is wanted. */
export interface WantedKey {
  /** How it is called in the miner's own list. */
  readonly description: string;
  /** One that did not work: it is not taken up. Null where there is none. */
  readonly refusedKey: string | null;
}

/** PowerHive's key on a miner. */
export interface ObtainedKey {
  readonly key: string;
  /** False where the miner had it from before. */
  readonly isNew: boolean;
}

/**
 * What a driver reads. Each asks the certain miner only; unknown figures are null. What the
 * capabilities deny is absent.
 */
export interface DriverReads {
  status(miner: MinerTarget, context: StatusContext, call?: CallOptions): Promise<Outcome<StatusResult>>;
  /** Its state in the firmware's word, readable without credentials: for a scan without a farm. */
  state(address: Address, call?: CallOptions): Promise<Outcome<string | null>>;
  boards?(miner: MinerTarget, context: BoardsContext, call?: CallOptions): Promise<Outcome<readonly BoardReading[]>>;
  model?(miner: MinerTarget, call?: CallOptions): Promise<Outcome<DeviceModel>>;
  presets?(miner: MinerTarget, call?: CallOptions): Promise<Outcome<Preset[]>>;
  metrics?(miner: MinerTarget, range: MetricsRange, call?: CallOptions): Promise<Outcome<MetricsReading>>;
}

/** What a driver changes on a miner. Never retried by itself. */
export interface DriverActions {
  /** Makes sure that the miner has the wanted key, and returns it. */
  obtainKey?(
    miner: MinerTarget,
    credentials: MinerCredentials,
    wanted: WantedKey,
    call?: CallOptions,
  ): Promise<Outcome<ObtainedKey>>;
  /** What a command needs to be judged, and what shows that it had its effect. Writes nothing. */
  read?(miner: MinerTarget, parts: readonly ActionPart[], call?: CallOptions): Promise<Outcome<ActionReading>>;
  /** Sends one command, once. Never rejects: what is not known is said as unknown. */
  send?(miner: MinerTarget, command: MinerCommand, call?: CallOptions): Promise<WriteResponse>;
  /** The miner's own copy of its settings, made by itself; about 1 kB. */
  backup?(miner: MinerTarget, call?: CallOptions): Promise<Outcome<Uint8Array>>;
}

/**
 * A driver at work, with its connections, in the gateway thread. No call rejects because of what a
 * miner does.
 */
export interface DriverSession {
  /**
   * Who is there. Whatever is no miner of this kind is `not_a_miner`, with what responded instead.
   * Sends no credentials.
   */
  identify(evidence: Evidence, call?: CallOptions): Promise<Outcome<DeviceInfo>>;
  readonly read: DriverReads;
  readonly actions: DriverActions;
  /** Cuts what is under way, which ends as `aborted`, and closes all connections. */
  close(): Promise<void>;
}

/**
 * One kind of firmware: how its miners are found, read and acted on. How it talks to them is its
 * own affair: HTTP, lines over TCP, or whatever its miners speak. CONTRIBUTING.md says how one is
 * added.
 */
export interface Driver extends DriverTraits {
  /**
   * `timeoutMs` is for a request as a whole: waiting for its turn, connecting, and the response's
   * last byte. A call that takes several gives each of them so long, unless it is said to have one
   * deadline for all (`CallOptions.deadline`).
   */
  open(options: { readonly timeoutMs: number }): DriverSession;
}
