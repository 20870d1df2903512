import { minerName } from '../../src-shared/miner-name.ts';
import { isRecent, type Moment } from '../../src-shared/miner-now.ts';
import type { Preset } from '../../src-shared/model/index.ts';
import type { CallOptions } from '../drivers/call-options.ts';
import { canAct } from '../drivers/can-act.ts';
import type { MinerTarget } from '../drivers/driver.ts';
import { failure } from '../drivers/outcome.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { MinerGateway } from '../gateway/miner-gateway.ts';
import { type KnownMiner, type Observed, observed, ownPools } from '../jobs/goal/known-miner.ts';
import type { FarmPort, MinerPort } from '../jobs/ports.ts';
import type { StoredModel } from '../store/store.ts';

/** The farm as acting knows it without asking it. */
export function farmForJobs(fleet: Fleet, moment: () => Moment): FarmPort {
  return {
    miner(id): KnownMiner | null {
      const [entry, row] = [fleet.entry(id), fleet.miner(id)];
      if (entry === null || row === null) return null;
      const driver = fleet.driverOf(entry);
      const { latest, stored } = entry;
      const fresh = latest !== null && row.latest_status !== null && isRecent(row.latest_status, moment());
      return {
        id,
        name: minerName(row),
        ip: row.ip,
        hostname: row.hostname,
        tags: row.tags,
        online: row.online,
        managed: row.managed,
        hasCredentials: driver?.capabilities.api_key !== true || row.has_api_key,
        canAct: (kind) => (driver === null ? 'no' : canAct(driver.capabilities, kind, stored.firmware_version)),
        model_alias: row.model_alias,
        algorithm: row.algorithm,
        firmware_version: row.firmware_version,
        max_preset: row.max_preset,
        presets: unitPresets(fleet.modelOf(entry), stored.tuned_presets),
        now: fresh && latest !== null ? observedNow(latest) : null,
        now_at: latest?.recorded_at ?? null,
      };
    },
  };
}

function observedNow({ figures, pools }: NonNullable<ReturnType<Fleet['entry']>>['latest'] & object): Observed {
  return observed({
    state: figures.state,
    state_description: figures.state_description,
    state_seconds: figures.state_seconds,
    uptime_s: figures.uptime_s,
    preset: figures.preset,
    power_w: figures.power_w,
    hashrate_hs: figures.hashrate_hs,
    hashrate_expected_hs: figures.hashrate_expected_hs,
    chip_temp_max_c: figures.chip_temp_max_c,
    throttled_percent: figures.throttled_percent,
    pools: ownPools(pools),
  });
}

/** The presets of a model, tuned or not as on this very unit; unknown where it was never asked. */
function unitPresets(model: StoredModel | null, tuned: readonly string[] | null): readonly Preset[] {
  const presets = model?.presets ?? [];
  return presets.map((preset) => ({
    ...preset,
    status: tuned === null ? null : tuned.includes(preset.name) ? 'tuned' : 'untuned',
  }));
}

/** A reading for acting is several requests. */
const READ_FACTOR = 3;
/** A write is waited for so long at least: whether it was done is then read back. */
const LEAST_WRITE_MS = 10_000;

export interface MinerPortOptions {
  readonly minerGateway: Pick<MinerGateway, 'readAction' | 'sendCommand' | 'backupSettings'>;
  /** Where a miner is, with its driver and key; null where that is not known. */
  readonly target: (id: string) => MinerTarget | null;
  readonly timeoutMs: () => number;
}

/** The miners as acting reaches them: over the gateway, each at its own address only. */
export function minersForJobs({ minerGateway, target, timeoutMs }: MinerPortOptions): MinerPort {
  const gone = 'Its address is not known.';
  return {
    async read(id, parts, signal) {
      const miner = target(id);
      if (miner === null) return failure('unreachable', gone, { retryable: true });
      const call: CallOptions = { timeoutMs: timeoutMs() * READ_FACTOR, ...(signal !== undefined && { signal }) };
      return minerGateway.readAction(miner, parts, call);
    },
    async send(id, command) {
      const miner = target(id);
      if (miner === null) return { sent: 'not_sent', message: gone };
      return minerGateway.sendCommand(miner, command, { timeoutMs: Math.max(LEAST_WRITE_MS, timeoutMs()) });
    },
    async backup(id) {
      const miner = target(id);
      if (miner === null) return failure('unreachable', gone, { retryable: true });
      return minerGateway.backupSettings(miner, { timeoutMs: Math.max(LEAST_WRITE_MS, timeoutMs()) });
    },
  };
}
