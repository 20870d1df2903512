import { countBoardsOn } from '../../../../src-shared/judging/boards-on.ts';
import { expectedHashrateHs } from '../../../../src-shared/judging/hashrate.ts';
import { isOperatorPool } from '../../../../src-shared/judging/pools.ts';
import type { Clock } from '../../../runtime/clock.ts';
import type { CallOptions } from '../../call-options.ts';
import type { ActionPart, ActionReading } from '../../commands.ts';
import type { MinerTarget } from '../../driver.ts';
import { withOneDeadline } from '../../http/extendable-deadline.ts';
import { type FirmwareError, type Outcome, success } from '../../outcome.ts';
import type { PerfReading, StatusReading } from '../../readings.ts';
import type { FirmwareClient } from '../client.ts';

type Client = Pick<
  FirmwareClient,
  'readInfo' | 'readStatus' | 'readPerfSummary' | 'readSettings' | 'readPresets' | 'readSummary' | 'timeoutMs'
>;

const NOT_READ = success(null);
/**
 * The firmware cannot parse its settings file until it reboots. Unlike other failures of a part,
 * this one does not end the reading.
 */
const CORRUPT_CONFIG = /cgminer\.conf/i;

/**
 * Reads the requested parts, one after another, because a control board is a small computer. A part
 * that a build does not have is null. Any other failure ends the reading, because a partial one
 * cannot be judged. One deadline covers all requests.
 */
export async function readAction(
  client: Client,
  miner: MinerTarget,
  parts: readonly ActionPart[],
  clock: Pick<Clock, 'nowMs'>,
  call?: CallOptions,
): Promise<Outcome<ActionReading>> {
  const one = withOneDeadline(client.timeoutMs, call);
  const key = { apiKey: miner.apiKey ?? null };
  const has = (part: ActionPart): boolean => parts.includes(part);
  const info = await client.readInfo(miner, one);
  if (!info.ok) return info;
  const { fw_version, uptime_s, hr_measure } = info.value;
  const state = has('state') ? served(await client.readStatus(miner, one)) : NOT_READ;
  if (!state.ok) return state;
  const perf = has('perf') ? served(await client.readPerfSummary(miner, one)) : NOT_READ;
  if (!perf.ok) return perf;
  const settings = has('settings') ? served(await client.readSettings(miner, key, one)) : NOT_READ;
  const config_corrupt = !settings.ok && isCorruptConfig(settings.error);
  if (!settings.ok && !config_corrupt) return settings;
  const presets = has('presets') ? served(await client.readPresets(miner, key, one)) : NOT_READ;
  if (!presets.ok) return presets;
  const running = has('running') ? served(await client.readSummary(miner, hr_measure, key, one)) : NOT_READ;
  if (!running.ok) return running;
  return success({
    read_at: clock.nowMs(),
    firmware_version: fw_version,
    uptime_s,
    state: state.value,
    perf: perf.value,
    settings: settings.ok ? settings.value : null,
    presets: presets.value,
    running:
      running.value === null ? null : runningOf(running.value, perf.value, state.value?.throttled_percent ?? null),
    config_corrupt,
  });
}

/** Null for a part that this build does not have. */
function served<T>(outcome: Outcome<T>): Outcome<T | null> {
  return outcome.ok || outcome.error.code !== 'not_found' ? outcome : NOT_READ;
}

function isCorruptConfig({ httpStatus, message }: FirmwareError): boolean {
  return httpStatus === 500 && CORRUPT_CONFIG.test(message);
}

function runningOf(
  summary: StatusReading,
  perf: PerfReading | null,
  throttled: number | null,
): ActionReading['running'] {
  const { chains } = summary;
  const figures = { ...summary, throttled_percent: summary.throttled_percent ?? throttled };
  const failed = chains.filter(({ state }) => state === 'failure' || state === 'disconnected');
  return {
    hashrate_hs: summary.hashrate_hs,
    hashrate_expected_hs: expectedHashrateHs(figures, perf?.preset_hashrate_hs ?? null, countBoardsOn(chains, null)),
    power_w: summary.power_w,
    chip_temp_max_c: summary.chip_temp_max_c,
    boards_failed: chains.length === 0 ? null : failed.length,
    failed_boards: failed.flatMap(({ chain_id }) => chain_id ?? []),
    pools: summary.pools.map((pool) => ({ ...pool, is_fee: !isOperatorPool(pool) })),
  };
}
