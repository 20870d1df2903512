import type { Handler } from '../api-route.ts';
import { isAuthorized } from '../api-route.ts';
import type { SimulatedDevice } from '../device.ts';
import type { BoardReading } from '../hardware/board-readings.ts';
import { pcbC } from '../hardware/board-readings.ts';
import { hashingS } from '../hardware/operating-point.ts';
import { unitNoise } from '../noise.ts';
import { jsonText } from '../reply.ts';
import type { MinerReading } from './boards.ts';
import { boardState, readBoardOf, readMiner, shownBoards, tenths } from './boards.ts';
import { coolingJson } from './fans.ts';
import { devFeePercent, poolsJson } from './pools.ts';
import { minerStatus } from './status.ts';

interface Totals {
  hrTenths: number;
  hrIdeal: number;
  hrAverage: number;
  powerW: number;
  errors: number;
  errorPercentSum: number;
  boards: number;
  minC: number;
  maxC: number;
}

/** GET /summary. Built as text for speed, because every miner is polled every few seconds. */
export const summary: Handler = (device, request, atS) => {
  if (device.machine.state === 'starting') return jsonText('{"miner":null}');
  const { version, model } = device.plan;
  const reading = readMiner(device, atS);
  const totals: Totals = {
    hrTenths: 0,
    hrIdeal: 0,
    hrAverage: 0,
    powerW: 0,
    errors: 0,
    errorPercentSum: 0,
    boards: 0,
    minC: Number.POSITIVE_INFINITY,
    maxC: Number.NEGATIVE_INFINITY,
  };
  const chains = shownBoards(device).map((board) => chainJson(device, reading, board, totals));
  const averageThs = totals.hrAverage / 1000;
  const efficiency = averageThs > 0 ? totals.powerW / averageThs : 0;
  const errorPercent = totals.boards === 0 ? 0 : totals.errorPercentSum / totals.boards;
  const fee = devFeePercent(device);
  const rates = version.hasNominalHashrate
    ? `"hr_nominal":${totals.hrIdeal.toFixed(2)},"hr_stock":${chains.length === 0 ? '0.0' : model.stockHr.toFixed(1)},`
    : '';
  const extras = version.isThirteen ? `"restart_count":${device.machine.restartCount},` : '';
  const showsUsers = isAuthorized(device, request, atS);
  return jsonText(
    `{"miner":{"miner_status":${JSON.stringify(minerStatus(device, atS))},"miner_type":"${model.name} (Vnish ${version.name})",` +
      `"hr_realtime":${tenths(totals.hrTenths)},"hr_average":${totals.hrAverage.toFixed(2)},${rates}` +
      `"average_hashrate":${averageThs.toFixed(2)},"instant_hashrate":${(totals.hrTenths / 10_000).toFixed(2)},` +
      `"hr_error":${errorPercent.toFixed(3)},"hw_errors":${totals.errors},"hw_errors_percent":${errorPercent.toFixed(3)},` +
      `"pcb_temp":${spanJson(totals, true)},"chip_temp":${spanJson(totals, false)},` +
      `"power_consumption":${totals.powerW},"power_usage":${totals.powerW},"power_efficiency":${efficiency.toFixed(2)},` +
      `"devfee_percent":${fee.toFixed(1)},"devfee":${((totals.hrTenths / 10) * (fee / 100)).toFixed(2)},` +
      `"found_blocks":0,"best_share":${bestShare(device, reading)},${extras}${psuJson(device, reading)}` +
      `"pools":[${poolsJson(device, reading.point, reading.atS, showsUsers)}],` +
      `"cooling":${coolingJson(device, reading)},"chains":[${chains.join(',')}]}}`,
  );
};

function chainJson(device: SimulatedDevice, reading: MinerReading, board: number, totals: Totals): string {
  const state = boardState(device, board);
  if (state === 'disconnected' || state === 'disabled') return deadChainJson(device, board, state);
  const read = readBoardOf(device, reading, board);
  addUp(totals, read);
  const percent = read.hrIdeal === 0 ? 0 : (read.hrAverage / read.hrIdeal) * 100;
  const [grey, orange, red] = read.graded;
  const span = `"pcb_temp":{"min":${pcbC(read.chipMinC)},"max":${pcbC(read.chipMaxC)}},"chip_temp":{"min":${read.chipMinC},"max":${read.chipMaxC}}`;
  const { inletC, outletC } = reading.temperatures;
  const water = device.plan.model.hydro
    ? `,"inlet_water_temp":${Math.round(inletC)},"outlet_water_temp":${Math.round(outletC)}`
    : '';
  return (
    `{"id":${board + 1},"frequency":${read.freqMhz.toFixed(2)},"voltage":${read.voltMv},"power_consumption":${read.powerW},` +
    `"hashrate_ideal":${read.hrIdeal.toFixed(2)},"hashrate_rt":${tenths(read.hrTenths)},"hashrate_percentage":${percent.toFixed(2)},` +
    `"hr_error":${read.errorPercent.toFixed(3)},"hw_errors":${read.errors},${span},` +
    `"chip_statuses":{"red":${red},"orange":${orange},"grey":${grey}},"status":{"state":"${state}"}${water}}`
  );
}

function deadChainJson(device: SimulatedDevice, board: number, state: 'disconnected' | 'disabled'): string {
  const reason = state === 'disabled' ? '' : `,"description":"${device.plan.version.boardWord} not detected"`;
  return (
    `{"id":${board + 1},"frequency":0.0,"voltage":0,"power_consumption":0,"hashrate_ideal":0.0,"hashrate_rt":0.0,` +
    '"hashrate_percentage":0.0,"hr_error":0.0,"hw_errors":0,"pcb_temp":{"min":0,"max":0},"chip_temp":{"min":0,"max":0},' +
    '"chip_statuses":{"red":0,"orange":0,"grey":0},' +
    `"status":{"state":"${state}"${reason}}}`
  );
}

function addUp(totals: Totals, read: BoardReading): void {
  totals.hrTenths += read.hrTenths;
  totals.hrIdeal += Math.round(read.hrIdeal * 100) / 100;
  totals.hrAverage += read.hrAverage;
  totals.powerW += read.powerW;
  totals.errors += read.errors;
  totals.errorPercentSum += read.errorPercent;
  totals.boards++;
  totals.minC = Math.min(totals.minC, read.chipMinC);
  totals.maxC = Math.max(totals.maxC, read.chipMaxC);
}

/** The firmware sends 0 for an unknown temperature. */
function spanJson({ minC, maxC, boards }: Totals, isPcb: boolean): string {
  if (boards === 0) return '{"min":0,"max":0}';
  return isPcb ? `{"min":${pcbC(minC)},"max":${pcbC(maxC)}}` : `{"min":${minC},"max":${maxC}}`;
}

/** Grows with time; soon larger than 32 bits. */
function bestShare(device: SimulatedDevice, { point, atS }: MinerReading): number {
  const hours = hashingS(point, atS) / 3600;
  return Math.floor(hours * 2.4e9 * (0.2 + unitNoise(device.plan.seed, 60)));
}

/** Newer power supplies report temperatures, that of the S19 does not; 1.2.0 has no such field. */
function psuJson(device: SimulatedDevice, { temperatures }: MinerReading): string {
  const { model, version } = device.plan;
  if (!version.hasNominalHashrate) return '';
  if (model.series === 'x19' || device.machine.state === 'failure') return '"psu":null,';
  const pfc = Math.round(temperatures.ambientC + 18);
  return `"psu":{"psu_power_metering":true,"temps":{"pfc_temp":${pfc},"llc1_temp":${pfc + 6},"llc2_temp":${pfc + 4}}},`;
}
