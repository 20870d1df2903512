import { gzipSync } from 'node:zlib';
import type { Handler, Route } from '../api-route.ts';
import type { SimulatedDevice } from '../device.ts';
import { settingsView } from '../payloads/settings-view.ts';
import { json, refuse } from '../reply.ts';
import { changeSettings } from '../settings-changes.ts';

/** The observed text of the firmware, for reads and writes, until the miner is rebooted. */
const CORRUPT = 'Could not parse file /config/cgminer.conf duplicate field `fan-fixed-duty` at line 42 column 20';

const isCorrupt = ({ faults }: SimulatedDevice): boolean =>
  faults.has('config-corrupt') || faults.has('settings-corrupt');

const read: Handler = (device, request, atS) =>
  isCorrupt(device) ? refuse(500, CORRUPT) : settingsView(device, request, atS);

const write: Handler = (device, request, atS) => {
  if (isCorrupt(device)) return refuse(500, CORRUPT);
  const outcome = changeSettings(device, request.body, atS);
  if (!outcome.ok) return refuse(400, outcome.err);
  return json({ restart_required: outcome.restart_required, reboot_required: outcome.reboot_required });
};

/** A real backup is a small tar.gz; this stands in for it. */
const backup: Handler = (device) => ({
  status: 200,
  type: 'application/octet-stream',
  body: gzipSync(JSON.stringify(device.settings)),
});

export const SETTINGS_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/settings', access: 'any-bare', handle: read },
  { method: 'POST', path: '/settings', access: 'any-bare', handle: write },
  { method: 'POST', path: '/settings/backup', access: 'any-bare', handle: backup },
];
