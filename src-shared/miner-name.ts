/** What of a miner a name can be made from. */
export interface Nameable {
  readonly id: string;
  readonly ip: string | null;
  readonly nickname: string | null;
  readonly hostname: string | null;
}

/** The host name every Antminer leaves the factory with: it tells none from another. */
const FACTORY_HOSTNAME = /^antminer$/i;

/** What a miner is called everywhere: the operator's name for it, its own, else where it is. */
export function minerName(miner: Nameable): string {
  if (miner.nickname !== null && miner.nickname !== '') return miner.nickname;
  if (miner.hostname !== null && miner.hostname !== '' && !FACTORY_HOSTNAME.test(miner.hostname)) return miner.hostname;
  return miner.ip ?? miner.id;
}
