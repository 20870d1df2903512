import type { Address, MinerAddress } from '../drivers/address.ts';
import type { Outcome } from '../drivers/outcome.ts';
import { type CallOptions, FirmwareClient } from '../drivers/vnish/client.ts';
import { type BoardsReading, boardsReading } from '../fleet/boards-reading.ts';
import { type PackedPoints, packPoints, pointsInHole } from '../history/remembered.ts';
import type { BoardsContext, MinerGateway, MissedRequest } from './miner-gateway.ts';

/** Asks miners from the thread that it is made in. */
export class DirectGateway extends FirmwareClient implements MinerGateway {
  async readBoards(
    address: Address | MinerAddress,
    context: BoardsContext,
    call?: CallOptions,
  ): Promise<Outcome<BoardsReading>> {
    const reading = await this.readChains(address, context, call);
    return reading.ok ? { ok: true, value: boardsReading(reading.value, context.background) } : reading;
  }

  async readMissed(
    address: Address | MinerAddress,
    hrMeasure: string | null,
    question: MissedRequest,
    call?: CallOptions,
  ): Promise<Outcome<PackedPoints>> {
    const reading = await this.readMetrics(address, hrMeasure, question, call);
    if (!reading.ok) return reading;
    return { ok: true, value: packPoints(pointsInHole(reading.value.points, question, question.nowAt)) };
  }
}
