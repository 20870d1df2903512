import { LONGEST_NICKNAME, ONE_LINE } from '../limits/nickname.ts';
import { LONGEST_PASSWORD } from '../limits/password-limit.ts';
import { isTag, MOST_TAGS } from '../limits/tag.ts';
import { type FarmRacks, meantPlace } from '../meant-place.ts';
import { minerName } from '../miner/miner-name.ts';
import type { Miner, MinerPatch } from '../model/index.ts';
import { exactPlaceText, parsePlace, placeText, rackPath } from '../place.ts';
import { isShown } from '../shown-text.ts';
import { withoutGuard } from '../text/csv.ts';
import { type CsvLine, csvLines } from './csv-cells.ts';
import { type ImportColumn, importColumns } from './import-columns.ts';
import { importTexts as texts } from './import-texts.ts';
import { isAddressLike, isIpLike, minerFinder } from './miner-finder.ts';

/** The replacement character for bytes that are not UTF-8, such as letters of a code page. */
const NOT_UTF8 = '\uFFFD';

/** The change of one miner by a file. */
export interface ImportedChange {
  readonly miner: Miner;
  readonly patch: Pick<MinerPatch, 'nickname' | 'place' | 'tags' | 'unlock_pass'>;
}

export interface ImportedRows {
  readonly changes: readonly ImportedChange[];
  /** Miners that already are as in the file. */
  readonly same: number;
  readonly problems: readonly { readonly line: number; readonly why: string }[];
  /** Remarks about the columns. */
  readonly remarks: readonly string[];
}

/**
 * Compares a CSV file with the farm. Its first line names the columns (import-columns.ts): the MAC
 * or address of a miner, then its name, place, tags, password; others are ignored. Tags are
 * separated by spaces, commas or semicolons. An empty cell removes the name, place or tags, but not
 * the password; a missing column changes nothing. Stored passwords are not known here, so each
 * counts as a change. Places are read as an operator means them among `racks`; those of several
 * columns, with a position, are exact.
 */
export function importRows(text: string, miners: readonly Miner[], racks: FarmRacks): ImportedRows {
  const lines = csvLines(text);
  const [first] = lines;
  const columns = first === undefined || first.isOpen ? null : importColumns(first.cells);
  if (first === undefined || columns === null) {
    const problems = first === undefined || text.trim() === '' ? [] : [{ line: 1, why: noColumnsWhy(first) }];
    return { changes: [], same: 0, problems, remarks: [] };
  }
  const { at, isHead, names, ignored } = columns;
  const remarks = [
    ...(isHead ? [] : [texts.guessed(names)]),
    ...(ignored.length === 0 ? [] : [texts.ignored(ignored)]),
  ];
  const find = minerFinder(miners);
  const seen = new Set<string>();
  const changes: ImportedChange[] = [];
  const problems: { line: number; why: string }[] = [];
  /** Places read as racks, with the texts by which they would be positions. */
  const asRacks = new Map<string, string>();
  let same = 0;
  for (const row of lines) {
    if ((isHead && row === first) || row.cells.every((value) => value.trim() === '')) continue;
    const has = (column: ImportColumn): boolean => at.has(column);
    const raw = (column: ImportColumn): string => row.cells[at.get(column) ?? -1] ?? '';
    const cell = (column: ImportColumn): string => withoutGuard(raw(column)).trim();
    const whose = cell('mac') || cell('ip');
    const found = find(whose);
    const [miner] = found;
    const tags = [
      ...new Set(
        cell('tags')
          .split(/[\s;,]+/)
          .filter(Boolean),
      ),
    ];
    const said = has('place') ? cell('place') : rackText(cell);
    const place = has('place') || cell('position') === '' ? meantPlace(said, racks) : parsePlace(said);
    const unreadable = unreadableWhy(row, [...at.values()]);
    const why =
      unreadable ??
      problemOf({
        whose,
        found,
        seen,
        tags,
        said,
        isPlace: place !== null,
        name: cell('name'),
        password: raw('password'),
      });
    if (why !== null || miner === undefined) {
      problems.push({ line: row.line, why: why ?? unknownWhy(whose) });
      continue;
    }
    seen.add(miner.id);
    const literal = place?.position === null ? parsePlace(said) : null;
    if (place !== null && literal !== null && literal.position !== null)
      asRacks.set(rackPath(place), exactPlaceText(literal));
    const nickname = cell('name') === '' ? null : cell('name');
    const placed = place === null ? null : placeText(place);
    const patch = {
      ...(has('name') && nickname !== miner.nickname && !isUnnamed(miner, nickname) && { nickname }),
      ...((has('place') || has('rack')) && placed !== miner.place && { place: placed }),
      ...(has('tags') && tags.join() !== miner.tags.join() && { tags }),
      ...(cell('password') !== '' && { unlock_pass: raw('password') }),
    };
    if (Object.keys(patch).length === 0) same += 1;
    else changes.push({ miner, patch });
  }
  const meant = asRacks.size === 0 ? [] : [texts.asRacks([...asRacks.keys()], [...asRacks.values()][0] ?? '')];
  return { changes, same, problems, remarks: [...remarks, ...meant, ...sharedRemarks(changes, miners)] };
}

/** Names and positions that several miners would have, which nothing forbids. */
function sharedRemarks(changes: readonly ImportedChange[], miners: readonly Miner[]): string[] {
  const patches = new Map(changes.map(({ miner, patch }) => [miner.id, patch]));
  const shared = (field: 'nickname' | 'place', isOne: (text: string) => boolean): string[] => {
    const after = miners.flatMap((miner) => {
      const changed = patches.get(miner.id)?.[field];
      const text = changed === undefined ? miner[field] : changed;
      return text === null || !isOne(text) ? [] : [{ text, isChanged: changed !== undefined }];
    });
    const found = [...Map.groupBy(after, ({ text }) => text)];
    return found.flatMap(([text, of]) => (of.length > 1 && of.some(({ isChanged }) => isChanged) ? [text] : []));
  };
  const names = shared('nickname', () => true);
  const places = shared('place', (text) => (parsePlace(text)?.position ?? null) !== null);
  return [
    ...(names.length === 0 ? [] : [texts.sharedNames(names)]),
    ...(places.length === 0 ? [] : [texts.sharedPlaces(places)]),
  ];
}

/** The lines that describe a change, one for each field. Passwords are never shown. */
export function changeLines({ miner, patch }: ImportedChange): string[] {
  const tagText = (tags: readonly string[]): string => (tags.length === 0 ? texts.none : tags.join(' '));
  const named = { ...miner, nickname: patch.nickname ?? null };
  const name = minerName(miner);
  return [
    ...(patch.nickname === undefined ? [] : [texts.name(name, minerName(named))]),
    ...(patch.place === undefined ? [] : [texts.place(name, miner.place ?? texts.none, patch.place ?? texts.none)]),
    ...(patch.tags === undefined ? [] : [texts.tags(name, tagText(miner.tags), tagText(patch.tags))]),
    ...(patch.unlock_pass === undefined ? [] : [texts.password(name)]),
  ];
}

/** Whether a name in a file means no nickname: the export writes another name of the miner then. */
function isUnnamed(miner: Miner, name: string | null): boolean {
  if (name === minerName(miner)) return true;
  // The miner may have had another address at the time of the export.
  return miner.nickname === null && name !== null && (isIpLike(name) || name.toLowerCase() === miner.id);
}

/** Why a row is invalid. It is left out, because the program would refuse the whole request. */
function problemOf(row: {
  whose: string;
  found: readonly Miner[];
  seen: ReadonlySet<string>;
  tags: readonly string[];
  said: string;
  isPlace: boolean;
  name: string;
  password: string;
}): string | null {
  const { whose, found, seen, tags, said, isPlace, name, password } = row;
  const [miner] = found;
  if (miner === undefined) return unknownWhy(whose);
  if (found.length > 1) return texts.ambiguous(whose, found.length);
  if (seen.has(miner.id)) return texts.twice(minerName(miner));
  const wrong = tags.find((tag) => !isTag(tag));
  if (wrong !== undefined) return texts.wrongTag(wrong);
  if (tags.length > MOST_TAGS) return texts.manyTags(MOST_TAGS);
  if (said !== '' && !isPlace) return texts.wrongPlace(said);
  if ([...name].length > LONGEST_NICKNAME) return texts.longName;
  if (!ONE_LINE.test(name)) return texts.unseenInName;
  if (name !== '' && !isShown(name)) return texts.unseenName;
  return password.length > LONGEST_PASSWORD ? texts.longPassword : null;
}

function unknownWhy(whose: string): string {
  if (whose === '') return texts.nameless;
  return isAddressLike(whose) ? texts.unknown(whose) : texts.malformed(whose);
}

/** A place from separate columns, in the form of place.ts. */
function rackText(cell: (column: ImportColumn) => string): string {
  const [building, row, rack, position] = [cell('building'), cell('row'), cell('rack'), cell('position')];
  if (building !== '' || row !== '') return [building, row, rack, position].join('/');
  return position === '' ? rack : `${rack}/${position}`;
}

/**
 * Why the cells of a line cannot be used; null if they can. A line break is refused in any column:
 * a quote that is closed too late hides lines, and their miners would be left out silently.
 */
function unreadableWhy({ cells, isOpen }: CsvLine, used: readonly number[]): string | null {
  if (isOpen || cells.some((cell) => cell.includes('\n'))) return texts.lineBreak;
  return used.some((i) => cells[i]?.includes(NOT_UTF8)) ? texts.notUtf8 : null;
}

function noColumnsWhy({ cells, isOpen }: CsvLine): string {
  if (isOpen) return texts.lineBreak;
  return cells.some((cell) => cell.includes(NOT_UTF8)) ? texts.notUtf8 : texts.noColumns;
}
