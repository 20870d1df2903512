import type { Scan, Settings } from '../../../src-shared/model/index.ts';
import { AUTOMATIC_SCAN_CONCURRENCY } from '../../../src-shared/setting-defaults/scan.ts';
import type { PassSettings } from './pass-context.ts';

/** The operator's limit of open sockets; null lets the network decide. */
export function scanCap({ scan_concurrency }: Settings['network']): number | null {
  return scan_concurrency === AUTOMATIC_SCAN_CONCURRENCY ? null : scan_concurrency;
}

/** The settings of a pass for a requested or a scheduled scan. */
export function passSettings(
  { network }: Settings,
  { trigger, scope }: Pick<Scan, 'trigger' | 'scope'>,
  more: Pick<PassSettings, 'triesSilentTwice' | 'readWithinMs' | 'hasJustWoken'>,
): PassSettings {
  return {
    lightScanTimeoutMs: network.light_scan_timeout_ms,
    probeTimeoutMs: network.miner_probe_timeout_ms,
    cap: scanCap(network),
    isRequested: trigger === 'operator',
    takesNew: scope !== 'miner',
    decidesPlace: trigger === 'operator' && scope !== 'miner',
    ...more,
  };
}
