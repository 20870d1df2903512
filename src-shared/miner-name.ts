/** What of a miner a name can be made from. */
export interface Nameable {
  readonly id: string;
  readonly ip: string | null;
  readonly last_ip: string | null;
  readonly nickname: string | null;
  readonly label: string | null;
  readonly hostname: string | null;
  readonly model_alias: string | null;
}

/** The host name every Antminer leaves the factory with: it distinguishes none of them. */
const FACTORY_HOSTNAME = /^antminer$/i;

/**
 * What a miner is called everywhere: the operator's nickname, its own label, its host name, else
 * where it is, or was last.
 */
export function minerName(miner: Nameable): string {
  if (miner.nickname !== null && miner.nickname !== '') return miner.nickname;
  const label = ownLabel(miner);
  if (label !== null) return label;
  if (miner.hostname !== null && miner.hostname !== '' && !FACTORY_HOSTNAME.test(miner.hostname)) return miner.hostname;
  return miner.ip ?? miner.last_ip ?? miner.id;
}

/**
 * The label set in the firmware of a miner; null for one from the factory, which is `Antminer` or
 * the code of its model (`s19jpro`), or both.
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
