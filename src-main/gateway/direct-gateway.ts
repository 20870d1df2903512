import type { Preset } from '../../src-shared/model/index.ts';
import type { Address } from '../drivers/address.ts';
import { formatAddress } from '../drivers/address.ts';
import type { CallOptions } from '../drivers/call-options.ts';
import { chooseDriver } from '../drivers/choose-driver.ts';
import type { ActionPart, ActionReading, MinerCommand, WriteResponse } from '../drivers/commands.ts';
import type {
  Driver,
  DriverSession,
  Evidence,
  MinerCredentials,
  MinerTarget,
  ObtainedKey,
  Recognised,
  StatusContext,
  StatusResult,
  WantedKey,
} from '../drivers/driver.ts';
import { failure, type Outcome, success } from '../drivers/outcome.ts';
import type { DeviceModel } from '../drivers/readings.ts';
import { DRIVERS, type DriverRegistry } from '../drivers/registry.ts';
import { type PackedPoints, packPoints, pointsInGap } from '../history/miner-memory.ts';
import { type Clock, systemClock } from '../runtime/clock.ts';
import { type BoardsReading, boardsReading } from './boards-reading.ts';
import type { MinerGateway, MissedRequest, PackedBoardsContext } from './miner-gateway.ts';

/**
 * Sends requests to miners in the thread that creates it, through the driver of each miner's kind.
 */
export class DirectGateway implements MinerGateway {
  readonly #drivers: DriverRegistry;
  readonly #sessions: ReadonlyMap<string, DriverSession>;

  constructor({
    timeoutMs,
    drivers = DRIVERS,
    clock = systemClock,
  }: {
    readonly timeoutMs: number;
    readonly drivers?: DriverRegistry;
    readonly clock?: Clock;
  }) {
    this.#drivers = drivers;
    this.#sessions = new Map(drivers.all.map((driver) => [driver.kind, driver.open({ timeoutMs, clock })]));
  }

  async identify(evidence: Evidence, call?: CallOptions): Promise<Outcome<Recognised>> {
    const { address } = evidence;
    const tried = await Promise.all(
      this.#drivers.at(address.port).map(async (driver) => ({
        driver,
        outcome: await this.#session(driver.kind).identify(evidence, call),
      })),
    );
    const recognised = tried.flatMap(({ driver, outcome }) => (outcome.ok ? [{ driver, info: outcome.value }] : []));
    const chosen = chooseDriver(recognised);
    if (chosen !== null) return success({ kind: chosen.driver.kind, info: chosen.info });
    const [first] = tried.flatMap(({ outcome }) => (outcome.ok ? [] : [outcome]));
    return first ?? noSuchRead('identified', address, null);
  }

  /** The state in the firmware's words, without credentials. */
  readState(address: Address, kind: string, call?: CallOptions): Promise<Outcome<string | null>> {
    return this.#session(kind).read.state(address, call);
  }

  readStatus(miner: MinerTarget, context: StatusContext, call?: CallOptions): Promise<Outcome<StatusResult>> {
    return this.#session(miner.kind).read.status(miner, context, call);
  }

  async readModel(miner: MinerTarget, call?: CallOptions): Promise<Outcome<DeviceModel>> {
    const { read } = this.#session(miner.kind);
    return read.model?.(miner, call) ?? noSuchRead('asked for its model', miner, miner.kind);
  }

  async readBoards(
    miner: MinerTarget,
    context: PackedBoardsContext,
    call?: CallOptions,
  ): Promise<Outcome<BoardsReading>> {
    const { read } = this.#session(miner.kind);
    if (read.boards === undefined) return noSuchRead('asked for its boards', miner, miner.kind);
    const reading = await read.boards(miner, context, call);
    return reading.ok ? success(boardsReading(reading.value, context.background)) : reading;
  }

  async readPresets(miner: MinerTarget, call?: CallOptions): Promise<Outcome<Preset[]>> {
    const { read } = this.#session(miner.kind);
    return read.presets?.(miner, call) ?? noSuchRead('asked for its presets', miner, miner.kind);
  }

  async readMissed(
    miner: MinerTarget,
    hrMeasure: string | null,
    request: MissedRequest,
    call?: CallOptions,
  ): Promise<Outcome<PackedPoints>> {
    const { read } = this.#session(miner.kind);
    if (read.metrics === undefined) return noSuchRead('asked for its history', miner, miner.kind);
    const { timeSliceS, stepS } = request;
    const reading = await read.metrics(miner, { hrMeasure, timeSliceS, stepS }, call);
    if (!reading.ok) return reading;
    return success(packPoints(pointsInGap(reading.value.points, request, request.nowAt)));
  }

  async obtainKey(
    miner: MinerTarget,
    credentials: MinerCredentials,
    wanted: WantedKey,
    call?: CallOptions,
  ): Promise<Outcome<ObtainedKey>> {
    const { actions } = this.#session(miner.kind);
    return actions.obtainKey?.(miner, credentials, wanted, call) ?? noSuchRead('asked for a key', miner, miner.kind);
  }

  async readAction(
    miner: MinerTarget,
    parts: readonly ActionPart[],
    call?: CallOptions,
  ): Promise<Outcome<ActionReading>> {
    const { actions } = this.#session(miner.kind);
    return actions.read?.(miner, parts, call) ?? noSuchRead('read before an action', miner, miner.kind);
  }

  async sendCommand(miner: MinerTarget, command: MinerCommand, call?: CallOptions): Promise<WriteResponse> {
    const { actions } = this.#session(miner.kind);
    if (actions.send === undefined) {
      return { sent: 'not_sent', message: `Not sent: the driver ${miner.kind} can't act on miners` };
    }
    return actions.send(miner, command, call);
  }

  async backupSettings(miner: MinerTarget, call?: CallOptions): Promise<Outcome<Uint8Array>> {
    const { actions } = this.#session(miner.kind);
    return actions.backup?.(miner, call) ?? noSuchRead('asked for a backup', miner, miner.kind);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map((session) => session.close()));
  }

  #session(kind: Driver['kind']): DriverSession {
    const session = this.#sessions.get(kind);
    if (session === undefined)
      throw new Error(`There is no driver of the kind "${kind}": update PowerHive, or rescan.`);
    return session;
  }
}

function noSuchRead(what: string, address: Address, kind: string | null): Outcome<never> {
  const by = kind === null ? 'no driver takes this port' : `the driver ${kind} can't do that`;
  return failure('not_found', `${formatAddress(address)} can't be ${what}: ${by}`, { retryable: false });
}
