import { CONDITIONS } from '../../../../src-shared/condition-kinds.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';

/** The attention of a row whose miner refused the login: the reason is its message. */
export function loginTrouble({ attention }: Pick<Miner, 'attention'>): Miner['attention'][number] | undefined {
  return attention.find(({ code }) => code === CONDITIONS.locked.row.attention);
}

/** The id of the field for the password, which is far down in the panel. */
export const PASSWORD_FIELD = 'miner-password';

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
  if (loginTrouble(miner) !== undefined) return 'refused';
  if (!miner.online) return 'later';
  if (hadKey && !wasLocked) return 'kept';
  if (!miner.has_api_key) return 'trying';
  const isReadSince = (miner.polling.last_success_at ?? 0) >= savedAt;
  return hadKey && !isReadSince ? 'trying' : 'unlocked';
}
