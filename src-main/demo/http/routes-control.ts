import type { Handler, Route } from '../api-route.ts';
import { readObject } from '../api-route.ts';
import type { SimulatedDevice } from '../device.ts';
import type { FirmwareVersion } from '../firmware-versions.ts';
import { EMPTY_OK, json, refuse } from '../reply.ts';

const REBOOT_AFTER = { after: 3 };
const LOWEST_THROTTLE_PERCENT = 20;

const isThirteen = (version: FirmwareVersion): boolean => version.isThirteen;

/**
 * A mining command: an empty response if accepted, 500 with the mining process's message if the
 * state forbids it.
 */
function command(run: (device: SimulatedDevice, atS: number) => string | null): Handler {
  return (device, _request, atS) => {
    const err = run(device, atS);
    return err === null ? EMPTY_OK : refuse(500, err);
  };
}

/** Changes only the running pool, until mining starts again. */
const switchPool: Handler = (device, request) => {
  const id = readObject(request.body)?.['pool_id'];
  if (typeof id !== 'number' || !Number.isInteger(id))
    return refuse(400, 'Json deserialize error: missing field `pool_id`');
  const pools = device.runningPools.filter(({ url }) => url !== '');
  if (id < 0 || id >= pools.length) return refuse(500, 'Could not find pool');
  device.activePoolId = id;
  return EMPTY_OK;
};

const throttle: Handler = (device, request, atS) => {
  const percent = readObject(request.body)?.['percent'];
  const isWhole = typeof percent === 'number' && Number.isInteger(percent);
  if (!isWhole || percent < LOWEST_THROTTLE_PERCENT || percent > 100) {
    return refuse(400, `percent must be a whole number from ${LOWEST_THROTTLE_PERCENT} to 100`);
  }
  if (!device.machine.isHashing) return refuse(500, 'CGMiner err: Cgminer error failed-to-throttle ');
  device.throttlePercent = percent;
  device.machine.noteChange(atS, `Throttled to ${percent}%`);
  return json({ restart_required: device.restartRequired, reboot_required: device.rebootRequired });
};

/**
 * Toggles, whatever the body says. Measured on 1.2.6 and 1.2.7, although the web page sends the
 * wanted state.
 */
const findMiner: Handler = (device) => {
  device.findMiner = !device.findMiner;
  return json({ on: device.findMiner });
};

const locateMiner: Handler = (device, request) => {
  const wanted = readObject(request.body)?.['is_enabled'];
  if (typeof wanted !== 'boolean') return refuse(400, 'Json deserialize error: missing field `is_enabled`');
  device.findMiner = wanted;
  return json({ is_enabled: wanted });
};

const reboot: Handler = (device) => {
  device.requestReboot();
  return json(REBOOT_AFTER);
};

const factoryReset: Handler = (device) => {
  device.resetSettings();
  device.requestReboot();
  return json(REBOOT_AFTER);
};

const resetTuning: Handler = (device, request, atS) => {
  const { presets, restart } = readObject(request.body) ?? {};
  if (!Array.isArray(presets)) return refuse(400, 'Json deserialize error: missing field `presets`');
  const rungs = presets.map((name) => device.rungNamed(String(name)));
  if (rungs.includes(null)) return refuse(400, 'Preset not found');
  for (const rung of rungs) device.tunedRungs.delete(rung as number);
  if (restart === true) device.machine.restart(atS);
  return EMPTY_OK;
};

const resetAllTuning: Handler = (device, request, atS) => {
  device.tunedRungs.clear();
  if (readObject(request.body)?.['restart'] === true) device.machine.restart(atS);
  return EMPTY_OK;
};

const setWarranty =
  (warranty: string): Handler =>
  (device) => {
    device.warranty = warranty;
    return json({ success: true, warranty });
  };

/** Commands to the miner. */
export const CONTROL_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: '/mining/start',
    access: 'any-bare',
    handle: command(({ machine }, at) => machine.start(at)),
  },
  { method: 'POST', path: '/mining/stop', access: 'any-bare', handle: command(({ machine }, at) => machine.stop(at)) },
  {
    method: 'POST',
    path: '/mining/restart',
    access: 'any-bare',
    handle: command(({ machine }, at) => machine.restart(at)),
  },
  {
    method: 'POST',
    path: '/mining/pause',
    access: 'any-bare',
    handle: command(({ machine }, at) => machine.pause(at)),
  },
  {
    method: 'POST',
    path: '/mining/resume',
    access: 'any-bare',
    handle: command(({ machine }, at) => machine.resume(at)),
  },
  { method: 'POST', path: '/mining/switch-pool', access: 'any-bare', handle: switchPool },
  { method: 'POST', path: '/mining/throttle', access: 'any-bare', handle: throttle, isIn: isThirteen },
  { method: 'POST', path: '/find-miner', access: 'none', handle: findMiner },
  { method: 'POST', path: '/locate-miner', access: 'none', handle: locateMiner, isIn: isThirteen },
  { method: 'POST', path: '/system/reboot', access: 'any', handle: reboot },
  { method: 'POST', path: '/settings/factory-reset', access: 'any-bare', handle: factoryReset },
  { method: 'POST', path: '/settings/restore', access: 'any-bare', handle: reboot },
  { method: 'POST', path: '/firmware/update', access: 'any', handle: reboot },
  {
    method: 'POST',
    path: '/firmware/remove',
    access: 'any',
    handle: () => refuse(400, 'Removing is not supported here'),
  },
  { method: 'POST', path: '/autotune/reset', access: 'any-bare', handle: resetTuning },
  { method: 'POST', path: '/autotune/reset-all', access: 'any-bare', handle: resetAllTuning },
  { method: 'POST', path: '/activate-warranty', access: 'any', handle: setWarranty('active') },
  { method: 'POST', path: '/cancel-warranty', access: 'any', handle: setWarranty('cancelled') },
];
