import type { SimulatedDevice } from '../device.ts';
import { unitNoise } from '../noise.ts';
import { EMPTY_OK, json, type Reply, refuse } from '../reply.ts';

/** Delay between response and effect of a write with the fault `applied-late`. */
const LATE_S = 20;
const LOT_SALT = 0xfa11;

/**
 * Carries out one write, or what a fault makes of it. `run` does the write, and returns the
 * response of a miner without faults.
 */
export function carryOut(device: SimulatedDevice, path: string, atS: number, run: (atS: number) => Reply): Reply {
  const { faults } = device;
  if (faults.has('write-reset')) return { ...EMPTY_OK, isLost: true };
  if (faults.has('no-effect')) return emptyPromise(device, path);
  if (faults.has('applied-late')) {
    device.later.add(atS + (faults.get('applied-late')?.value ?? LATE_S), run);
    return emptyPromise(device, path);
  }
  if (path === '/mining/restart' || path === '/mining/start') drawStart(device, path);
  const reply = run(atS);
  if (faults.has('refused-but-done')) return refuse(500, 'CGMiner err: Cgminer error ');
  if (faults.has('reply-lost')) return { ...reply, isLost: true };
  const delayS = faults.get('slow-writes')?.value ?? 30;
  return faults.has('slow-writes') ? { ...reply, delayMs: delayS * 1000 } : reply;
}

/** A confirmation in the form of the call, without any effect. */
function emptyPromise(device: SimulatedDevice, path: string): Reply {
  switch (path) {
    case '/settings':
    case '/mining/throttle':
      return json({ restart_required: device.restartRequired, reboot_required: device.rebootRequired });
    case '/find-miner':
      return json({ on: device.findMiner });
    case '/locate-miner':
      return json({ is_enabled: device.findMiner });
    case '/system/reboot':
      return json({ after: 3 });
    default:
      return EMPTY_OK;
  }
}

/** With `restart-fails=30` three of ten restarts fail; a start after a failure works. */
function drawStart(device: SimulatedDevice, path: string): void {
  const percent = device.faults.get('restart-fails')?.value ?? 100;
  const lot = unitNoise(device.plan.seed, LOT_SALT + device.machine.restartCount);
  device.failsToStart = path === '/mining/restart' && device.faults.has('restart-fails') && lot * 100 < percent;
}
