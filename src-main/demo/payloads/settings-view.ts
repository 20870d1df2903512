import type { Handler } from '../api-route.ts';
import type { SimulatedDevice } from '../device.ts';
import { weirdName } from '../faults/hostile-names.ts';
import { json } from '../reply.ts';
import { coolingLimits, overclockLimits } from './info.ts';

/** GET /settings. The password is never returned. */
export const settingsView: Handler = (device) => {
  const { ui, miner, ...rest } = device.settings;
  const pools = miner.pools.map((pool, i) =>
    pool.url === '' ? pool : { ...pool, user: shownUser(device, pool.user, i) },
  );
  return json({ miner: { ...miner, pools }, ui: { ...ui, consts: limits(device) }, ...rest, password: null });
};

function shownUser({ faults, plan }: SimulatedDevice, user: string, slot: number): string {
  if (faults.has('masked-users')) return '*****';
  return faults.has('weird-names') ? weirdName(plan.index + slot) : user;
}

/** GET /ui: the settings that the web page needs before a login. */
export const uiView: Handler = (device) => json({ ...device.settings.ui, consts: limits(device) });

/** GET /layout: the position that the operator entered; always empty here. */
export const layoutView: Handler = (device) => json(device.settings.layout);

function limits(device: SimulatedDevice): Record<string, unknown> {
  return {
    cooling: coolingLimits(device),
    overclock: overclockLimits(device),
    timezones: timezones(),
  };
}

function timezones(): [string, string][] {
  const east = Array.from({ length: 12 }, (_, i) => `GMT+${i + 1}`);
  const west = Array.from({ length: 11 }, (_, i) => `GMT-${i + 1}`);
  return ['GMT', ...east, ...west].map((zone) => [zone, `(${zone})`]);
}
