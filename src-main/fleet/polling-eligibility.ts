import type { PollingReason } from '../../src-shared/model/index.ts';
import type { DriverTraits } from '../drivers/driver.ts';
import type { StoredModel } from '../store/store.ts';
import type { Entry } from './miner-entry.ts';
import { notPolledWords as words } from './not-polled-words.ts';

/** Whether a miner is polled, and the reason if not. */
export type Eligibility =
  | { readonly eligible: true; readonly reason_code: null; readonly reason: null }
  | { readonly eligible: false; readonly reason_code: PollingReason; readonly reason: string };

const no = (reason_code: PollingReason, reason: string): Eligibility => ({ eligible: false, reason_code, reason });

/**
 * Decides whether a miner is polled: it is managed, online, of a known model and has a driver. It
 * has a max preset if the settings require one and the driver knows presets, and a key that was not
 * refused if the driver needs one.
 */
export function decideEligibility(
  entry: Entry,
  model: StoredModel | null,
  requireMaxPreset: boolean,
  driver: Pick<DriverTraits, 'capabilities'> | null,
): Eligibility {
  const { stored } = entry;
  if (!stored.managed) return no('unmanaged', words.unmanaged);
  if (stored.ip === null) return no('offline', words.offline);
  if (stored.model_alias === null) return no('no_model', words.noModel);
  if (driver === null) return no('no_model', words.noDriver);
  const { capabilities } = driver;
  if (requireMaxPreset && capabilities.presets && (model === null || model.max_preset === null)) {
    return no('no_max_preset', words.noMaxPreset(model?.name ?? stored.model_alias));
  }
  if (!capabilities.api_key) return { eligible: true, reason_code: null, reason: null };
  if (entry.keyTrouble?.code === 'refused') return no('unlock_refused', entry.keyTrouble.message);
  if (stored.api_key_sealed === null) {
    return no('no_api_key', entry.keyTrouble?.message ?? words.noKey);
  }
  return { eligible: true, reason_code: null, reason: null };
}
