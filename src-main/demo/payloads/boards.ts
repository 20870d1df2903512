import type { Handler } from '../api-route.ts';
import type { SimulatedDevice } from '../device.ts';
import { brokenSensorsBoard } from '../faults/fault-effects.ts';
import type { BoardReading, ChipReadings } from '../hardware/board-readings.ts';
import { GRADES, lastReadingS, makeChipReadings, pcbC, readBoard } from '../hardware/board-readings.ts';
import type { OperatingPoint } from '../hardware/operating-point.ts';
import type { BoardSilicon } from '../hardware/silicon.ts';
import type { Temperatures } from '../hardware/thermals.ts';
import { temperaturesAt } from '../hardware/thermals.ts';
import { signedNoise } from '../noise.ts';
import { json, jsonText } from '../reply.ts';

/** All readings of a control board at one time. */
export interface MinerReading {
  readonly atS: number;
  readonly point: OperatingPoint;
  readonly temperatures: Temperatures;
  readonly chips: ChipReadings;
}

export type BoardState = 'initializing' | 'mining' | 'stopped' | 'disconnected' | 'disabled';

/** Handlers are synchronous, so one set of arrays is enough for the whole fleet. */
const sharedChips = makeChipReadings();

/** Positions of a board's four sensors, as a share of its chips. */
const SENSOR_PLACES = [28 / 126, 61 / 126, 66 / 126, 99 / 126];

export function readMiner(device: SimulatedDevice, atS: number): MinerReading {
  const readAtS = lastReadingS(atS);
  const point = device.point();
  return { atS: readAtS, point, temperatures: temperaturesAt(point, device.cooling(), readAtS), chips: sharedChips };
}

export function readBoardOf(device: SimulatedDevice, reading: MinerReading, board: number): BoardReading {
  const silicon = device.silicon[board] as BoardSilicon;
  const { point, temperatures, atS, chips } = reading;
  return readBoard(point, silicon, device.boardCondition(board), temperatures.chipC, atS, chips);
}

/**
 * The boards that the firmware reports; none while stopped, failed or starting. A missing board is
 * left out by some miners and shown as disconnected by others.
 */
export function shownBoards(device: SimulatedDevice): number[] {
  const { state } = device.machine;
  if (state === 'stopped' || state === 'failure' || state === 'starting') return [];
  const shown: number[] = [];
  for (let board = 0; board < device.plan.model.chains; board++) {
    const isOmitted = device.boardCondition(board) === 'missing' && device.plan.seed % 2 === 0;
    if (!isOmitted) shown.push(board);
  }
  return shown;
}

export function boardState(device: SimulatedDevice, board: number): BoardState {
  const condition = device.boardCondition(board);
  if (condition === 'missing') return 'disconnected';
  if (condition === 'off') return 'disabled';
  if (device.machine.isHashing) return 'mining';
  return device.machine.state === 'shutting-down' ? 'stopped' : 'initializing';
}

/** GET /chains up to 1.2.7, GET /boards on 1.3.4: a bare array. */
export const boards: Handler = (device, _request, atS) => {
  const reading = readMiner(device, atS);
  const parts = shownBoards(device).map((board) => boardJson(device, reading, board));
  return jsonText(`[${parts.join(',')}]`);
};

function boardJson(device: SimulatedDevice, reading: MinerReading, board: number): string {
  const state = boardState(device, board);
  if (state === 'disconnected' || state === 'disabled') {
    const reason = state === 'disabled' ? '' : `,"failure_message":"${device.plan.version.boardWord} not detected"`;
    const status = `{"state":"${state}"${reason}}`;
    return `{"id":${board + 1},"status":${status},"hr_realtime":0.0,"hr_nominal":0.0,"freq":0.0,"chips":[],"sensors":[]}`;
  }
  const read = readBoardOf(device, reading, board);
  const head = `{"id":${board + 1},"status":{"state":"${state}"},"hr_realtime":${tenths(read.hrTenths)}`;
  const rates = `"hr_nominal":${read.hrIdeal.toFixed(2)},"freq":${read.freqMhz.toFixed(2)}`;
  return `${head},${rates},"chips":[${chipsJson(device, reading)}],"sensors":[${sensorsJson(device, reading, board)}]}`;
}

function chipsJson(device: SimulatedDevice, { chips, point }: MinerReading): string {
  const { chipsPerChain, chipsPerDomain } = device.plan.model;
  const volt = Math.round((point.rung.voltMv * chipsPerDomain) / chipsPerChain);
  let out = '';
  const labels = device.faults.has('same-labels') ? Math.ceil(chipsPerChain / 2) : chipsPerChain;
  for (let id = 0; id < chipsPerChain; id++) {
    const temp = chips.tempTenths[id] as number;
    const throttled = temp > 950;
    out += `${id === 0 ? '' : ','}{"id":${id % labels},"hr":${tenths(chips.hrTenths[id] as number)},"freq":${chips.freqMhz[id]},"volt":${volt},"temp":${tenths(temp)},"errs":${chips.errors[id]},"grade":"${GRADES[chips.grade[id] as number]}","throttled":${throttled}}`;
  }
  return out;
}

function sensorsJson(device: SimulatedDevice, { chips }: MinerReading, board: number): string {
  const isBroken = brokenSensorsBoard(device) === board;
  const isReady = device.machine.isHashing;
  return SENSOR_PLACES.map((place) => {
    const loc = Math.round(place * device.plan.model.chipsPerChain);
    if (isBroken) return `{"state":"error","board":0,"chip":0,"loc":${loc}}`;
    const chipC = Math.round((chips.tempTenths[loc] as number) / 10);
    return `{"state":"${isReady ? 'measure' : 'init'}","board":${pcbC(chipC)},"chip":${chipC},"loc":${loc}}`;
  }).join(',');
}

/** GET /chips, deprecated and gone in 1.3. */
export const chips: Handler = (device, _request, atS) => {
  const reading = readMiner(device, atS);
  const { chipsPerChain } = device.plan.model;
  const locations = SENSOR_PLACES.map((place) => Math.round(place * chipsPerChain));
  const chains = shownBoards(device).map((board) => {
    if (boardState(device, board) === 'disconnected') return { id: board + 1, chips: [] };
    readBoardOf(device, reading, board);
    const { hrTenths, freqMhz, tempTenths, errors, grade } = reading.chips;
    const list = Array.from({ length: chipsPerChain }, (_, id) => {
      const chipC = Math.round((tempTenths[id] as number) / 10);
      return {
        id,
        hashrate: (hrTenths[id] as number) / 10,
        freq: freqMhz[id],
        temp: (tempTenths[id] as number) / 10,
        errors: errors[id],
        status: GRADES[grade[id] as number],
        sensor: locations.includes(id) ? { status: 'measure', pcb_temp: pcbC(chipC), chip_temp: chipC } : null,
      };
    });
    return { id: board + 1, chips: list };
  });
  return json({ chips_per_chain: chipsPerChain, chains });
};

/** GET /chains/factory-info: many miners return nothing about their boards. */
export const factoryInfo: Handler = (device) => {
  const { model, seed } = device.plan;
  if (seed % 3 === 0) return json({ hr_stock: null, has_pics: null, psu_model: null, psu_serial: null, chains: null });
  return json({
    hr_stock: model.stockHr,
    has_pics: seed % 2 === 0,
    psu_model: model.psuModel,
    psu_serial: `DGXA${String(seed % 1_000_000).padStart(6, '0')}`,
    chains: device.silicon.map((board, i) => ({
      id: i + 1,
      board_model: `BHB${42_000 + (model.chipsPerChain % 100)}`,
      serial: `SMTT${String(board.seed % 100_000_000).padStart(8, '0')}`,
      chip_bin: 1 + (board.seed % 4),
      freq: model.freqMhz.default,
      volt: model.volt.default,
      hashrate: Math.round((model.stockHr / model.chains) * (1 + 0.01 * signedNoise(board.seed, 1))),
    })),
  });
};

/** Tenths as a decimal number: 3301 is `330.1`. */
export function tenths(value: number): string {
  const whole = Math.trunc(value / 10);
  const digit = Math.abs(value % 10);
  return value < 0 && whole === 0 ? `-0.${digit}` : `${whole}.${digit}`;
}
