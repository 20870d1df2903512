import type { Preset } from '../../src-shared/model/index.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Address, MinerAddress } from './address.ts';
import type { CallOptions } from './call-options.ts';
import type { ActionKind, ActionPart, ActionReading, MinerCommand, WriteResponse } from './commands.ts';
import type { Outcome } from './outcome.ts';
import type { BoardReading, DeviceInfo, DeviceModel, MetricsReading, PerfReading, StatusReading } from './readings.ts';

/** The credentials that a miner of this kind requires for protected calls. */
export type CredentialKind =
  | { readonly kind: 'none' }
  /** One password. `factory` is the default one; null if there is none. */
  | { readonly kind: 'password'; readonly factory: string | null }
  | {
      readonly kind: 'user_and_password';
      readonly factory: { readonly user: string; readonly password: string } | null;
    }
  | { readonly kind: 'token' };

/** Credentials for a miner. A secret: never logged, and sent only to the miner they are for. */
export type MinerCredentials =
  | { readonly kind: 'password'; readonly password: string }
  | { readonly kind: 'user_and_password'; readonly user: string; readonly password: string }
  | { readonly kind: 'token'; readonly token: string };

/** What a driver can do. Other folders check this, never the make. */
export interface Capabilities {
  /**
   * Needs PowerHive's own API key on the miner, and can create it (`actions.obtainKey`). Without a
   * key the miner is not polled.
   */
  readonly api_key: boolean;
  /** Has power presets, so that a max preset can be set for its model. */
  readonly presets: boolean;
  /** Reports its hardware (`read.model`). */
  readonly model: boolean;
  /** Reports its boards with their chips (`read.boards`). */
  readonly boards: boolean;
  /** Has its own history, from which gaps are filled (`read.metrics`). */
  readonly metrics: boolean;
  /** The commands that it can send (`actions.send`); empty if it cannot act. */
  readonly actions: readonly ActionKind[];
  /**
   * For commands that only later firmware has: its first version as `major.minor`, such as throttle
   * since 1.3. Read by `canAct`.
   */
  readonly actions_since: Readonly<Partial<Record<ActionKind, string>>>;
  /** Can make a copy of a miner's settings (`actions.backup`). */
  readonly backup: boolean;
}

/** A port on which a driver's miners respond; `target` is the port of the scanned target. */
export type DriverPort = 'target' | number;

/** The static description of a driver: plain data, the same in every thread. */
export interface DriverTraits {
  /** Stored in the row of a miner and sent over the API, such as `vnish`. Must not change. */
  readonly kind: string;
  /** Name for the operator. */
  readonly name: string;
  /** The light scan dials the ports of all drivers at once. */
  readonly ports: readonly DriverPort[];
  /**
   * Whether the firmware replaces the stock one. If both drivers recognise a miner, this one is
   * used, because parts of the stock firmware often still respond.
   */
  readonly replaces_stock: boolean;
  readonly credentials: CredentialKind;
  readonly capabilities: Capabilities;
}

/**
 * One certain miner, the driver that reads it, and its key. Nothing else is sent before it has
 * reported this MAC.
 */
export interface MinerTarget extends MinerAddress {
  readonly kind: string;
}

/** What a scan knows about a host that accepted a connection. */
export interface Evidence {
  readonly address: Address;
}

/** A recognised miner, and the kind of the driver that reads it. */
export interface Recognised {
  readonly kind: string;
  readonly info: DeviceInfo;
}

/** What is known about a miner before its status is read. */
export interface StatusContext {
  /** The miner's unit of hash rates; null if not known yet. */
  readonly hrMeasure: string | null;
  readonly firmwareVersion: string | null;
  /** The state of the latest status; null if there was none. */
  readonly lastState: string | null;
  /** Whether the preset was read recently. Then it is read again only after a change of state. */
  readonly isPresetFresh: boolean;
  /** The farm's limit of a low hash rate, in per cent; that of this process if absent. */
  readonly lowHashratePercent?: number;
}

/** One status of a miner, from one or more requests. */
export interface StatusResult {
  readonly reading: StatusReading;
  /** The preset in effect; null if it was not read. */
  readonly perf: PerfReading | null;
  /** The miner responded as to a request without a valid key: it may have been reset. */
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

/** The key to obtain. */
export interface WantedKey {
  /** Its description in the miner's own list. */
  readonly description: string;
  /** A key that did not work, and is not reused; null if there is none. */
  readonly refusedKey: string | null;
}

/** PowerHive's key on a miner. */
export interface ObtainedKey {
  readonly key: string;
  /** False if the miner already had it. */
  readonly isNew: boolean;
}

/**
 * The reads of a driver. A `MinerTarget` is read only if it is that miner. Unknown figures are
 * null. Methods without their capability are absent.
 */
export interface DriverReads {
  status(miner: MinerTarget, context: StatusContext, call?: CallOptions): Promise<Outcome<StatusResult>>;
  /** The state in the firmware's words, without credentials: for the command `scan`. */
  state(address: Address, call?: CallOptions): Promise<Outcome<string | null>>;
  boards?(miner: MinerTarget, context: BoardsContext, call?: CallOptions): Promise<Outcome<readonly BoardReading[]>>;
  model?(miner: MinerTarget, call?: CallOptions): Promise<Outcome<DeviceModel>>;
  presets?(miner: MinerTarget, call?: CallOptions): Promise<Outcome<Preset[]>>;
  metrics?(miner: MinerTarget, range: MetricsRange, call?: CallOptions): Promise<Outcome<MetricsReading>>;
}

/** What a driver changes on a miner. Never retried automatically. */
export interface DriverActions {
  /** Returns the key with the wanted description; creates it if the miner has none. */
  obtainKey?(
    miner: MinerTarget,
    credentials: MinerCredentials,
    wanted: WantedKey,
    call?: CallOptions,
  ): Promise<Outcome<ObtainedKey>>;
  /**
   * Reads what is needed to judge a command before it is sent, and its effect after. Writes
   * nothing.
   */
  read?(miner: MinerTarget, parts: readonly ActionPart[], call?: CallOptions): Promise<Outcome<ActionReading>>;
  /**
   * Sends one command, once. Never rejects: an uncertain result is `unknown`. An abort stops it only
   * while nothing was sent: then it is `not_sent`.
   */
  send?(miner: MinerTarget, command: MinerCommand, call?: CallOptions): Promise<WriteResponse>;
  /** The miner's own backup of its settings, about 1 kB. */
  backup?(miner: MinerTarget, call?: CallOptions): Promise<Outcome<Uint8Array>>;
}

/**
 * An open driver with its connections, in the gateway thread. No call rejects because of what a
 * miner does.
 */
export interface DriverSession {
  /**
   * Identifies the host. Anything but a miner of this kind is `not_a_miner`, with what responded
   * instead. Sends no credentials.
   */
  identify(evidence: Evidence, call?: CallOptions): Promise<Outcome<DeviceInfo>>;
  readonly read: DriverReads;
  readonly actions: DriverActions;
  /** Aborts pending calls, which end as `aborted`, and closes all connections. */
  close(): Promise<void>;
}

/**
 * One kind of firmware: how its miners are found, read and acted on. A driver may use any protocol:
 * HTTP, lines over TCP or another. CONTRIBUTING.md says how to add one.
 */
export interface Driver extends DriverTraits {
  /**
   * `timeoutMs` is the limit for a whole request: waiting for its turn, connecting, and reading the
   * response. In a call of several requests each has this limit, unless the call has one deadline
   * for all (`CallOptions.deadline`). `clock` dates what is read.
   */
  open(options: { readonly timeoutMs: number; readonly clock: Pick<Clock, 'nowMs'> }): DriverSession;
}
