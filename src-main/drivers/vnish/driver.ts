import { ACTIONS_SINCE } from '../../../src-shared/actions/actions-since.ts';
import { isMasked } from '../../../src-shared/masked.ts';
import type { CallOptions } from '../call-options.ts';
import type { Driver, DriverReads, MinerTarget, StatusContext, StatusResult } from '../driver.ts';
import { withOneDeadline } from '../http/extendable-deadline.ts';
import { failure, type Outcome, success } from '../outcome.ts';
import { readAction } from './actions/read-action.ts';
import { sendCommand } from './actions/send-command.ts';
import { FirmwareClient } from './client.ts';
import { obtainKey } from './obtain-key.ts';
import { needsDeviceState, withDeviceState } from './state-from-status.ts';

/**
 * VNish and its rebrands: HTTP on the port of the target, reads without login, and PowerHive's own
 * API key, which is created with the password.
 */
export const vnish: Driver = {
  kind: 'vnish',
  name: 'VNish',
  ports: ['target'],
  replaces_stock: true,
  credentials: { kind: 'password', factory: 'admin' },
  capabilities: {
    api_key: true,
    presets: true,
    model: true,
    boards: true,
    metrics: true,
    actions: [
      'locate',
      'pause',
      'resume',
      'start',
      'stop',
      'restart',
      'reboot',
      'throttle',
      'preset',
      'switch_pool',
      'pools',
    ],
    actions_since: ACTIONS_SINCE.vnish,
    backup: true,
  },
  open(options) {
    const client = new FirmwareClient(options);
    return {
      identify: ({ address }, call) => client.readInfo(address, call),
      read: readsOf(client),
      actions: {
        async obtainKey(miner, credentials, wanted, call) {
          if (credentials.kind === 'password') {
            return obtainKey(client, miner, { ...wanted, password: credentials.password }, call);
          }
          return failure('unlock_refused', 'VNish takes a password: set one for this miner', { retryable: false });
        },
        read: (miner, parts, call) => readAction(client, miner, parts, options.clock, call),
        send: (miner, command, call) => sendCommand(client, miner, command, call),
        backup: (miner, call) => client.backupSettings(miner, call),
      },
      close: () => client.close(),
    };
  },
};

function readsOf(client: FirmwareClient): DriverReads {
  return {
    status: (miner, context, call) => readStatus(client, miner, context, call),
    async state(address, call) {
      const device = await client.readStatus(address, call);
      return device.ok ? success(device.value.state) : device;
    },
    async boards(miner, context, call) {
      const reading = await client.readChains(miner, context, call);
      return reading.ok ? success(reading.value.chains) : reading;
    },
    model: (miner, call) => client.readModel(miner, call),
    presets: (miner, call) => client.readPresets(miner, miner, call),
    metrics: (miner, range, call) => client.readMetrics(miner, range.hrMeasure, range, call),
  };
}

/**
 * `/summary`; also `/status` if the summary lacks something, and `/perf-summary` if the preset is
 * not fresh or the state has changed. Without time left, `/perf-summary` is read with the next
 * status.
 */
async function readStatus(
  client: FirmwareClient,
  miner: MinerTarget,
  context: StatusContext,
  call?: CallOptions,
): Promise<Outcome<StatusResult>> {
  const one = withOneDeadline(client.timeoutMs, call);
  const summary = await client.readSummary(miner, context.hrMeasure, { apiKey: miner.apiKey ?? null }, one);
  if (!summary.ok) return summary;
  const { pool_user } = summary.value;
  const isDeviceAsked = needsDeviceState(summary.value, context.firmwareVersion, context.lowHashratePercent);
  const device = isDeviceAsked ? await client.readStatus(miner, one) : null;
  const reading = withDeviceState(summary.value, device?.ok === true ? device.value : null);
  const isPresetDue = !context.isPresetFresh || reading.state !== context.lastState;
  const perf = isPresetDue ? await client.readPerfSummary(miner, one) : null;
  return success({
    reading,
    perf: perf?.ok === true ? perf.value : null,
    isKeyIgnored: pool_user !== null && isMasked(pool_user),
  });
}
