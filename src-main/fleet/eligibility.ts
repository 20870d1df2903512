import type { PollingReason } from '../../src-shared/model/index.ts';
import type { DriverTraits } from '../drivers/driver.ts';
import type { StoredModel } from '../store/store.ts';
import type { Entry } from './entry.ts';

/** Whether a miner is polled, and if not, why in words. */
export type Eligibility =
  | { readonly eligible: true; readonly reason_code: null; readonly reason: null }
  | { readonly eligible: false; readonly reason_code: PollingReason; readonly reason: string };

const no = (reason_code: PollingReason, reason: string): Eligibility => ({ eligible: false, reason_code, reason });

/**
 * Decides whether a miner is polled: managed, present, of a known model, read by a driver, with a max preset if the settings ask for one and the driver knows
 * presets, and with a key if the driver needs one.
 */
export function decideEligibility(
  entry: Entry,
  model: StoredModel | null,
  requireMaxPreset: boolean,
  driver: Pick<DriverTraits, 'capabilities'> | null,
): Eligibility {
  const { stored } = entry;
  if (!stored.managed) return no('unmanaged', 'Not managed. Turn Managed on to poll it.');
  if (stored.ip === null) return no('offline', 'Offline. It is polled again when a scan finds it.');
  if (stored.model_alias === null) return no('no_model', 'Its model is not known yet. Rescan it.');
  if (driver === null) return no('no_model', 'Its firmware is not known yet. Rescan it.');
  const { capabilities } = driver;
  if (requireMaxPreset && capabilities.presets && (model === null || model.max_preset === null)) {
    const name = model?.name ?? stored.model_alias;
    return no('no_max_preset', `Its model ${name} has no max preset. Choose one under Models.`);
  }
  if (!capabilities.api_key) return { eligible: true, reason_code: null, reason: null };
  if (entry.keyTrouble?.code === 'refused') return no('unlock_refused', entry.keyTrouble.message);
  if (stored.api_key_sealed === null) {
    return no('no_api_key', entry.keyTrouble?.message ?? 'It has no API key yet. The next scan makes one.');
  }
  return { eligible: true, reason_code: null, reason: null };
}
