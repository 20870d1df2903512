import type { Miner } from '../../../src-shared/model/index.ts';

/** A password that was saved, and how the miner stood before. */
export interface PasswordTrial {
  readonly savedAt: number;
  readonly hadKey: boolean;
  readonly wasLocked: boolean;
}

/** What became of it, as far as the row shows it: PowerHive tries it as soon as it is saved. */
export function trialResult(
  { savedAt, hadKey, wasLocked }: PasswordTrial,
  miner: Pick<Miner, 'online' | 'has_api_key' | 'attention' | 'polling'>,
): 'trying' | 'refused' | 'unlocked' | 'later' | 'kept' {
  if (miner.attention.some(({ code }) => code === 'locked')) return 'refused';
  if (!miner.online) return 'later';
  if (hadKey && !wasLocked) return 'kept';
  if (!miner.has_api_key) return 'trying';
  const isReadSince = (miner.polling.last_success_at ?? 0) >= savedAt;
  return hadKey && !isReadSince ? 'trying' : 'unlocked';
}
