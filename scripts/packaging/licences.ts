import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The type in src-shared/model/licence.ts. */
export interface BundledLicence {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly homepage: string | null;
  readonly text: string | null;
}

/** The package folder of a bundled module; null for the project's own modules and the bundler's. */
export function packageFolderOf(moduleId: string): string | null {
  const path = moduleId
    .replace(/^\0+/, '')
    .replace(/[?#].*$/, '')
    .replaceAll('\\', '/');
  const at = path.lastIndexOf('/node_modules/');
  if (at < 0 || (!path.startsWith('/') && !/^[A-Za-z]:/.test(path))) return null;
  const [scope = '', name = ''] = path.slice(at + '/node_modules/'.length).split('/');
  return `${path.slice(0, at)}/node_modules/${scope.startsWith('@') ? `${scope}/${name}` : scope}`;
}

/** The licence of a package. Throws if it has none, because it must not be shipped unnoticed. */
export function readLicence(folder: string): BundledLicence {
  const { name, version, license, licenses, homepage } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const licence = typeof license === 'string' ? license : (license?.type ?? licenses?.[0]?.type);
  const text = readNotice(folder);
  if (licence === undefined && text === null)
    throw new Error(`${name} ${version} does not say under which licence it is`);
  return {
    name,
    version,
    licence: licence ?? 'see its notice',
    homepage: typeof homepage === 'string' && homepage.startsWith('https://') ? homepage : null,
    text,
  };
}

/** The notices of packages, without duplicates, ordered by name. */
export function readLicences(folders: Iterable<string>): BundledLicence[] {
  const known = new Map<string, BundledLicence>();
  for (const folder of folders) {
    const licence = readLicence(folder);
    known.set(`${licence.name} ${licence.version}`, licence);
  }
  return [...known.values()].sort((a, b) => (a.name === b.name ? 0 : a.name < b.name ? -1 : 1));
}

function readNotice(folder: string): string | null {
  const names = readdirSync(folder)
    .filter((name) => /^(licen[cs]e|copying|notice)(\.(md|txt|mit))?$/i.test(name))
    .sort();
  const texts = names.map((name) => readFileSync(join(folder, name), 'utf8').trim()).filter((text) => text !== '');
  return texts.length === 0 ? null : texts.join('\n\n');
}

/** Licences whose text contains no name, and so is always the same. */
const SAME_FOR_ALL: ReadonlySet<string> = new Set(['Apache-2.0', 'Unlicense']);

/**
 * Some packages have their notice only at the root of their repository. These get that of another
 * package of the same scope, or the general text of the licence.
 */
export function withFamilyNotices(licences: readonly BundledLicence[]): BundledLicence[] {
  const familyOf = (name: string): string | null => (name.startsWith('@') ? (name.split('/', 1)[0] ?? null) : null);
  return licences.map((licence) => {
    const family = familyOf(licence.name);
    if (licence.text !== null) return licence;
    const relative = licences.find(
      (other) =>
        other.text !== null &&
        other.licence === licence.licence &&
        (SAME_FOR_ALL.has(licence.licence) || (family !== null && familyOf(other.name) === family)),
    );
    return { ...licence, text: relative?.text ?? null };
  });
}

export function packageFolder(root: string, name: string): string {
  const folder = join(root, 'node_modules', name);
  if (!existsSync(join(folder, 'package.json'))) throw new Error(`${name} is not in ${dirname(folder)}`);
  return folder;
}
