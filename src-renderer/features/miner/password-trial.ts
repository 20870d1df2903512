import type { Miner } from '../../../src-shared/model/index.ts';

/** A saved password, and the state of the miner before. */
export interface PasswordTrial {
  readonly savedAt: number;
  readonly hadKey: boolean;
  readonly wasLocked: boolean;
}

/** The result of the login, from the row: PowerHive tries a password as soon as it is saved. */
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
