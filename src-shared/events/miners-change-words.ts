import type { EventOf, MinersChangeKind } from '../model/index.ts';

/** The verbs of a change of many miners, in present and past. */
const CHANGES: Readonly<Record<Exclude<MinersChangeKind, 'manage' | 'place'>, { doing: string; done: string }>> = {
  rename: { doing: 'Renaming', done: 'Renamed' },
  tag: { doing: 'Changing tags of', done: 'Changed tags of' },
  password: { doing: 'Changing the password of', done: 'Changed the password of' },
  edit: { doing: 'Changing', done: 'Changed' },
  remove: { doing: 'Removing', done: 'Removed' },
  check: { doing: 'Checking', done: 'Checked' },
};

/** "Managing 3 miners", "Placed 3 miners in R7". */
export function changeWords(
  { kind, managed, place: to }: Pick<EventOf<'miners_change_started'>['data'], 'kind' | 'managed' | 'place'>,
  tense: 'doing' | 'done',
  miners: string,
): string {
  const verb = (doing: string, done: string): string => `${tense === 'doing' ? doing : done} ${miners}`;
  if (to === null) return verb('Unplacing', 'Unplaced');
  if (to !== undefined) return `${verb('Placing', 'Placed')} in ${to}`;
  if (managed !== undefined) return managed ? verb('Managing', 'Managed') : verb('Unmanaging', 'Unmanaged');
  if (kind === undefined || kind === 'manage') return verb('Changing', 'Changed');
  return kind === 'place' ? verb('Placing', 'Placed') : `${CHANGES[kind][tense]} ${miners}`;
}
