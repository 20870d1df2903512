import type { Handler } from '../api-route.ts';
import { isAuthorized } from '../api-route.ts';
import type { SimulatedDevice } from '../device.ts';
import { DISABLED_RUNG } from '../device.ts';
import { json } from '../reply.ts';

/** GET /status. */
export const status: Handler = (device, request, atS) => {
  const session = device.access.session(request.credentials, false, atS);
  return json({
    ...minerStatus(device, atS),
    find_miner: device.findMiner,
    restart_required: device.restartRequired,
    reboot_required: device.rebootRequired,
    unlocked: isAuthorized(device, request, atS),
    unlock_timeout: device.access.lockedOutS(atS) ?? device.access.sessionLeftS(session, atS),
    warranty: device.warranty,
  });
};

/** The part of the status that the summary repeats. */
export function minerStatus(device: SimulatedDevice, atS: number): Record<string, unknown> {
  const { machine } = device;
  return {
    miner_state: machine.state,
    miner_state_time: Math.max(0, Math.floor(atS - machine.sinceS)),
    ...(machine.description !== null && { description: machine.description }),
    ...(machine.failureCode !== null && { failure_code: machine.failureCode }),
    ...((device.plan.version.isThirteen || THROTTLED.some((fault) => device.faults.has(fault))) && {
      throttled: machine.state === 'stopped' || showsZero(device) ? 0 : device.throttlePercent,
    }),
  };
}

const THROTTLED = ['throttled', 'throttled-zero'] as const;

/** A miner was observed that reported 0 while hashing at its full rate. */
function showsZero({ faults, throttlePercent }: SimulatedDevice): boolean {
  return faults.has('throttled-zero') && throttlePercent === 100;
}

/**
 * GET /perf-summary: the preset in force, and the switcher, which may have changed it from the
 * configured one.
 */
export const perfSummary: Handler = (device) => {
  return json({
    current_preset: device.machine.state === 'starting' ? null : currentPreset(device),
    preset_switcher: device.runningSwitcher,
  });
};

function currentPreset(device: SimulatedDevice): Record<string, unknown> {
  const rung = device.rung(device.runningRung);
  const isDisabled = device.runningRung === DISABLED_RUNG;
  return {
    name: rung.name,
    pretty: rung.pretty,
    status: device.tunedRungs.has(device.runningRung) ? 'tuned' : 'untuned',
    modded_psu_required: rung.moddedPsuRequired,
    ...(isDisabled && { globals: { volt: rung.voltMv / 10, freq: rung.freqMhz } }),
  };
}
