import { isMac } from '../pasted-mac.ts';

/** The columns of a file, with the names that are recognised. */
const NAMES = {
  mac: ['mac', 'mac address', 'id'],
  ip: ['ip', 'ip address', 'address', 'host'],
  name: ['name', 'nickname', 'miner name'],
  place: ['place', 'location'],
  building: ['building', 'container', 'hall'],
  row: ['row'],
  rack: ['rack'],
  position: ['position', 'pos', 'slot'],
  tags: ['tags', 'tag', 'groups', 'group'],
  password: ['password', 'pass', 'miner password', 'unlock password', 'unlock pass'],
} as const;
export type ImportColumn = keyof typeof NAMES;

/** The columns after the MAC or address in a file without column names. */
const USUAL_ORDER = ['name', 'place', 'tags'] as const satisfies readonly ImportColumn[];

const IP = /^\d{1,3}(\.\d{1,3}){3}(:\d+)?$/;

export interface ImportColumns {
  readonly at: ReadonlyMap<ImportColumn, number>;
  /** False if the first line is already a miner: then the columns are guessed. */
  readonly isHead: boolean;
  /** The recognised columns, in the order of the file. */
  readonly names: readonly ImportColumn[];
  /** Column names that are not recognised. */
  readonly ignored: readonly string[];
}

/**
 * The columns of a file by its first line. It may have names, in any case, with spaces, underscores
 * or hyphens; or a miner, whose MAC or address shows which column that is. Null if no column
 * identifies a miner, or no other column is recognised.
 */
export function importColumns(first: readonly string[]): ImportColumns | null {
  const cells = first.map((cell) => cell.trim());
  const macAt = cells.findIndex((cell) => isMac(cell));
  const ipAt = cells.findIndex((cell) => IP.test(cell));
  if (macAt !== -1 || ipAt !== -1) {
    const at = new Map<ImportColumn, number>();
    if (macAt !== -1) at.set('mac', macAt);
    if (ipAt !== -1) at.set('ip', ipAt);
    // A second MAC or address is not a name.
    const others = [...cells.keys()].filter((i) => !isMac(cells[i] ?? '') && !IP.test(cells[i] ?? ''));
    USUAL_ORDER.forEach((name, i) => {
      const place = others[i];
      if (place !== undefined) at.set(name, place);
    });
    return others.length === 0 ? null : { at, isHead: false, names: inOrder(at), ignored: [] };
  }
  const at = new Map<ImportColumn, number>();
  const ignored: string[] = [];
  for (const [i, cell] of cells.entries()) {
    const name = columnOf(cell);
    if (name !== null && !at.has(name)) at.set(name, i);
    else if (cell !== '') ignored.push(cell);
  }
  const says = (['name', 'place', 'rack', 'tags', 'password'] as const).some((name) => at.has(name));
  if (!says || !(at.has('mac') || at.has('ip'))) return null;
  return { at, isHead: true, names: inOrder(at), ignored };
}

function columnOf(title: string): ImportColumn | null {
  const plain = title.toLowerCase().replaceAll(/[\s_-]+/g, ' ');
  const names = Object.keys(NAMES) as ImportColumn[];
  return names.find((name) => (NAMES[name] as readonly string[]).includes(plain)) ?? null;
}

function inOrder(at: ReadonlyMap<ImportColumn, number>): ImportColumn[] {
  return [...at].sort(([, a], [, b]) => a - b).map(([name]) => name);
}
