import type { Handler } from '../api-route.ts';
import type { SimulatedDevice } from '../device.ts';
import { lostFans } from '../faults/fault-effects.ts';
import { weirdName } from '../faults/hostile-names.ts';
import { hash32 } from '../noise.ts';
import { EMPTY_OK, NOT_FOUND, text } from '../reply.ts';
import type { Transition } from '../state-machine.ts';
import { hostnameOf } from './info.ts';

interface Line {
  readonly atS: number;
  readonly level: 'INFO' | 'WARN' | 'ERROR' | 'DEBUG';
  readonly message: string;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** GET /logs/{type}: plain text, oldest line first, made from the history of the miner. */
export const log: Handler = (device, request, atS) => {
  const type = request.path.slice('/logs/'.length);
  if (!device.plan.version.logTypes.includes(type)) return NOT_FOUND;
  return text(logText(device, type, atS));
};

/** POST /logs/{type}/clear; `*` clears all. */
export const clearLog: Handler = (device, request, atS) => {
  const type = request.path.split('/')[2] ?? '';
  const { logTypes } = device.plan.version;
  if (type !== '*' && !logTypes.includes(type)) return NOT_FOUND;
  for (const each of type === '*' ? logTypes : [type]) device.logsClearedAtS.set(each, atS);
  return EMPTY_OK;
};

export function logText(device: SimulatedDevice, type: string, atS: number): string {
  const sinceS = device.logsClearedAtS.get(type) ?? Number.NEGATIVE_INFINITY;
  const lines = linesOf(device, type).filter((line) => line.atS > sinceS && line.atS <= atS);
  return lines.map((line) => `${format(device, type, line)}\n`).join('');
}

function linesOf(device: SimulatedDevice, type: string): Line[] {
  const { transitions } = device.machine;
  if (type === 'status') return transitions.flatMap((transition) => statusLines(transition));
  if (type === 'miner' || type === 'hwscan') return transitions.flatMap((transition) => minerLines(device, transition));
  if (type === 'autotune') return transitions.flatMap((transition) => tuningLines(transition));
  if (type === 'pool') return transitions.flatMap((transition) => poolLines(device, transition));
  if (type === 'api') return device.apiLog.map(({ atS, line }) => ({ atS, level: 'INFO', message: line }));
  return systemLines(device);
}

function statusLines({ atS, state, note }: Transition): Line[] {
  const said: Line[] = [];
  const say = (message: string, level: Line['level'] = 'INFO') => said.push({ atS, level, message });
  if (note !== null && note !== 'reboot') say(note, 'WARN');
  if (state === 'initializing') say('Start mining');
  else if (state === 'mining' || state === 'auto-tuning') say(`Switched to ${state}`);
  else if (state === 'stopped') say('Mining stopped');
  else if (state === 'failure') say('Miner failure', 'ERROR');
  return said;
}

function minerLines(device: SimulatedDevice, { atS, state, note }: Transition): Line[] {
  const { plan } = device;
  const lines: Line[] = [];
  const say = (message: string, level: Line['level'] = 'INFO') => lines.push({ atS, level, message });
  if (note !== null && note !== 'reboot') say(note, 'WARN');
  if (state === 'initializing') {
    say(`Initializing [${plan.model.name} ${platformName(plan.platform)} (${plan.version.name})]`);
    say('Cooling down the miner');
    say('Cooling down completed');
    say(`PSU model: 0x${(0x70 + (plan.seed % 8)).toString(16)}`);
    for (let board = 0; board < plan.model.chains; board++) sayBoard(device, board, say);
  } else if (state === 'mining' || state === 'auto-tuning') {
    sayTroubles(device, say);
  } else if (state === 'failure') {
    say('Miner initialization failed', 'ERROR');
  } else if (state === 'stopped') {
    say('Mining stopped');
  }
  return lines;
}

type Say = (message: string, level?: Line['level']) => void;

function sayBoard(device: SimulatedDevice, board: number, say: Say): void {
  const { chipsPerChain } = device.plan.model;
  const name = `chain#${board + 1}`;
  if (device.boardCondition(board) === 'missing') {
    say(`${name} - Failed to init pic controller`, 'ERROR');
  } else if (device.faults.has('init-failure') && board === 0) {
    say(`${name} - ${chipsPerChain - 1} of ${chipsPerChain} chips detected, attempt 3`, 'WARN');
    say(`${name} - Chain break detected`, 'ERROR');
  } else {
    say(`${name} - connected`);
  }
}

function sayTroubles(device: SimulatedDevice, say: Say): void {
  const [fan = null] = lostFans(device);
  if (fan !== null) say(`fan#${fan + 1} - LOST`, 'ERROR');
  const { ailment } = device.plan;
  if (ailment?.kind === 'hot-board') say(`chain#${ailment.board + 1} - Overheated, chip temp=84`, 'WARN');
}

function tuningLines({ atS, state, rung }: Transition): Line[] {
  if (state !== 'auto-tuning') return [];
  return [
    { atS, level: 'INFO', message: `Start tuning of preset ${rung.pretty}` },
    { atS: atS + 60, level: 'DEBUG', message: `Freq ${rung.freqMhz} MHz, voltage ${rung.voltMv} mV` },
  ];
}

function poolLines(device: SimulatedDevice, { atS, state }: Transition): Line[] {
  if (state !== 'mining' && state !== 'auto-tuning') return [];
  const url = device.faults.has('weird-names') ? weirdName(device.plan.index) : (device.runningPools[0]?.url ?? '');
  return [{ atS, level: 'INFO', message: `Connected to ${url}` }];
}

function systemLines(device: SimulatedDevice): Line[] {
  const at = (seconds: number, message: string): Line => ({ atS: device.bootedAtS + seconds, level: 'INFO', message });
  return [
    at(0, 'Booting Linux on physical CPU 0x0'),
    at(1, 'Memory: 237864K/243704K available'),
    at(3, 'ubi0: attached mtd2 (name "rootfs", size 32 MiB)'),
    at(6, `eth0: link up, 100Mbps, full-duplex, mac ${device.mac}`),
    at(9, `hostname is ${hostnameOf(device)}`),
  ];
}

function format(device: SimulatedDevice, type: string, { atS, level, message }: Line): string {
  const date = new Date(device.clock.unixS(atS) * 1000);
  const iso = date.toISOString();
  const time = iso.slice(11, 19);
  const day = iso.slice(8, 10);
  const month = MONTHS[date.getUTCMonth()];
  if (type === 'system') return `[${(atS - device.bootedAtS).toFixed(6).padStart(12)}] ${message}`;
  if (type === 'messages') return `${month} ${day.replace(/^0/, ' ')} ${time} ${hostnameOf(device)} kernel: ${message}`;
  if (type === 'api') {
    const tookMs = (3 + (hash32(device.plan.seed, Math.floor(atS)) % 1370) / 100).toFixed(1);
    return `[${day} ${month} ${time}] ${message} "http://${device.host}/" ${tookMs}ms`;
  }
  return `[${iso.slice(0, 10).replaceAll('-', '/')} ${time}] ${level}: ${message}`;
}

function platformName(platform: string): string {
  const names: Record<string, string> = { xil: 'Xilinx', aml: 'Amlogic', bb: 'BeagleBone', cv: 'CVITEK' };
  return names[platform] ?? platform;
}
