/** The fields of a miner that its name is made from. */
export interface Nameable {
  readonly id: string;
  readonly ip: string | null;
  readonly last_ip: string | null;
  readonly nickname: string | null;
  readonly label: string | null;
  readonly hostname: string | null;
  readonly model_alias: string | null;
}

/**
 * Host names that distinguish no miner: that of the factory, and those of a Linux to which none was
 * given.
 */
const NO_HOSTNAME = /^(?:antminer|\(none\)|localhost(?:\.localdomain)?)$/i;

/**
 * The name of a miner everywhere: the operator's nickname, its own label, its host name, else its
 * current or last address.
 */
export function minerName(miner: Nameable): string {
  if (miner.nickname !== null && miner.nickname !== '') return miner.nickname;
  const label = ownLabel(miner);
  if (label !== null) return label;
  if (miner.hostname !== null && miner.hostname !== '' && !NO_HOSTNAME.test(miner.hostname)) return miner.hostname;
  return miner.ip ?? miner.last_ip ?? miner.id;
}

/**
 * The label set in the firmware of a miner; null for a factory label, which is `Antminer`, the code
 * of its model (`s19jpro`), or both.
 */
export function ownLabel({ label, model_alias }: Pick<Nameable, 'label' | 'model_alias'>): string | null {
  if (label === null || label === '') return null;
  const words = letters(label);
  const code = letters(model_alias ?? '');
  return words === 'antminer' || words === code || words === `antminer${code}` ? null : label;
}

function letters(text: string): string {
  return text.toLowerCase().replaceAll(/[\s_-]/g, '');
}

/** The name of a miner that may be unknown, because it was removed: then its id. */
export function nameOf(miner: Nameable | undefined, id: string): string {
  return miner === undefined ? id : minerName(miner);
}
