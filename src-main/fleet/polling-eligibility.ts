import type { PollingReason } from '../../src-shared/model/index.ts';
import { modelWords } from '../../src-shared/product-words.ts';
import type { DriverTraits } from '../drivers/driver.ts';
import type { StoredModel } from '../store/store.ts';
import type { Entry } from './entry.ts';

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
  if (!stored.managed) return no('unmanaged', 'Not managed.');
  if (stored.ip === null) return no('offline', 'Offline, resumes when it answers again.');
  if (stored.model_alias === null) return no('no_model', 'Unknown model. Check now.');
  if (driver === null) return no('no_model', 'Unknown firmware. Check now.');
  const { capabilities } = driver;
  if (requireMaxPreset && capabilities.presets && (model === null || model.max_preset === null)) {
    const name = model?.name ?? stored.model_alias;
    return no('no_max_preset', `${modelWords(name)} has no max preset. Set it in Models.`);
  }
  if (!capabilities.api_key) return { eligible: true, reason_code: null, reason: null };
  if (entry.keyTrouble?.code === 'refused') return no('unlock_refused', entry.keyTrouble.message);
  if (stored.api_key_sealed === null) {
    return no('no_api_key', entry.keyTrouble?.message ?? 'No API key yet; the next scan creates it.');
  }
  return { eligible: true, reason_code: null, reason: null };
}
