import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extractFile, getRawHeader, listPackage, statFile } from '@electron/asar';
import { compareFiles, prebuildPaths } from './allowed-files.ts';
import { findWrongFuses } from './fuses.ts';
import { parseIcns } from './icns.ts';
import { findBrokenImports } from './imports.ts';
import { readPlistSchemes, readPlistText } from './info-plist.ts';
import type { Target } from './targets.ts';
import { parseWindowsProgram } from './windows-program.ts';

export interface Finding {
  readonly check: string;
  /** Empty if nothing is wrong. */
  readonly problems: readonly string[];
}

export interface Expected {
  readonly version: string;
  readonly appId: string;
  /** The repository. Its files must be unchanged in the package. */
  readonly root: string;
}

const APP_NAME = 'PowerHive';
const LINK_SCHEME = 'powerhive';
/** Files that must not be shipped: sources, source maps, tests, C sources, scripts, documents. */
const NOT_TO_SHIP = /\.(tsx?|map|gyp|cc?|cpp|h)$|(^|\/)(tests?|src-\w+|scripts|docs)\//;

/** Inspects one built package, read-only. Runs all checks, even if one finds problems. */
export function inspectPackage(folder: string, target: Target, expected: Expected): Finding[] {
  const archive = join(folder, target.resources, 'app.asar');
  const files = listFiles(archive);
  const text = (file: string): string => extractFile(archive, file).toString('utf8');
  return [
    ['files', findFileProblems(files, target)],
    ['no sources', files.filter((file) => NOT_TO_SHIP.test(file)).map((file) => `${file} must not ship`)],
    ['prebuilds', findPrebuildProblems(folder, target, archive, expected.root)],
    ['imports', findImportProblems(files, text)],
    ['manifest', findManifestProblems(text('package.json'), files, expected)],
    [
      'fuses',
      findWrongFuses(readFileSync(join(folder, fuseHolder(target)))).map((name) => `${name} is not set as it must be`),
    ],
    ['program', findProgramProblems(folder, target, hashHeader(archive), expected)],
  ].map(([check, problems]) => ({ check, problems }) as Finding);
}

function listFiles(archive: string): string[] {
  return listPackage(archive, { isPack: false })
    .map((path) => path.replaceAll('\\', '/').slice(1))
    .filter((path) => !('files' in statFile(archive, path)));
}

function findFileProblems(files: readonly string[], target: Target): string[] {
  const { unexpected, missing } = compareFiles(files, target);
  return [...unexpected.map((file) => `${file} is not on the list`), ...missing.map((file) => `${file} is missing`)];
}

/** Next to the archive must be only the native binary, the one that npm installed. */
function findPrebuildProblems(folder: string, target: Target, archive: string, root: string): string[] {
  const beside = `${archive}.unpacked`;
  const found = readdirSync(beside, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(beside.length + 1)
        .replaceAll('\\', '/'),
    );
  const wanted = prebuildPaths(target);
  return [
    ...found.filter((file) => !wanted.includes(file)).map((file) => `${file} lies beside the archive of ${folder}`),
    ...wanted.filter((file) => !found.includes(file)).map((file) => `${file} does not lie beside the archive`),
    ...wanted
      .filter(
        (file) => found.includes(file) && !readFileSync(join(beside, file)).equals(readFileSync(join(root, file))),
      )
      .map((file) => `${file} is not what npm installed`),
  ];
}

function findImportProblems(files: readonly string[], text: (file: string) => string): string[] {
  const known = new Set(files);
  return files
    .filter((file) => /^dist\/(main|renderer\/assets)\/[^/]+\.js$/.test(file))
    .flatMap((file) =>
      findBrokenImports(file, text(file), known).map((name) => `${file} imports ${name}, which is not there`),
    );
}

function findManifestProblems(manifest: string, files: readonly string[], { version }: Expected): string[] {
  const { name, main, type, desktopName, ...rest } = JSON.parse(manifest) as Record<string, unknown>;
  return [
    ...(name === 'powerhive' ? [] : [`package.json is named ${name}`]),
    ...(rest['version'] === version ? [] : [`package.json has version ${rest['version']} instead of ${version}`]),
    ...(type === 'module' ? [] : ['package.json does not say that it holds modules']),
    ...(typeof main === 'string' && files.includes(main) ? [] : [`the main file ${main} is not there`]),
    ...(desktopName === 'powerhive.desktop' ? [] : [`the desktop file is named ${desktopName}`]),
    ...['devDependencies', 'scripts'].filter((key) => key in rest).map((key) => `package.json still has ${key}`),
  ];
}

/** The file with Electron's fuses; on macOS it is not the program itself. */
function fuseHolder({ system, program }: Target): string {
  if (system !== 'mac') return program;
  return join(program, 'Contents', 'Frameworks', 'Electron Framework.framework', 'Electron Framework');
}

/** The SHA-256 of the archive's header, which Electron checks at run time. */
function hashHeader(archive: string): string {
  return createHash('sha256').update(getRawHeader(archive).headerString).digest('hex');
}

function findProgramProblems(folder: string, target: Target, archiveHash: string, expected: Expected): string[] {
  const program = join(folder, target.program);
  if (!existsSync(program)) return [`${target.program} is missing`];
  switch (target.system) {
    case 'linux':
      return readdirSync(join(folder, 'locales'))
        .filter((name) => name !== 'en-US.pak')
        .map((name) => `the locale ${name} is too much`);
    case 'win': {
      const shown = parseWindowsProgram(readFileSync(program));
      return [
        ...(shown.productName === APP_NAME ? [] : [`its product name is ${shown.productName}`]),
        ...(shown.fileVersion === expected.version ? [] : [`its version is ${shown.fileVersion}`]),
        ...(shown.iconSizesPx.includes(16) && shown.iconSizesPx.includes(256) ? [] : ['it has no icon of PowerHive']),
        ...(shown.archiveHash === archiveHash ? [] : ['it would refuse its archive: another hash is recorded']),
      ];
    }
    case 'mac': {
      const plist = readFileSync(join(program, 'Contents', 'Info.plist'), 'utf8');
      const icon = join(folder, target.resources, readPlistText(plist, 'CFBundleIconFile') ?? 'none');
      return [
        ...(readPlistText(plist, 'CFBundleIdentifier') === expected.appId ? [] : ['its identifier is another']),
        ...(readPlistText(plist, 'CFBundleName') === APP_NAME ? [] : ['its name is another']),
        ...(readPlistText(plist, 'CFBundleShortVersionString') === expected.version ? [] : ['its version is another']),
        ...(readPlistSchemes(plist).includes(LINK_SCHEME) ? [] : [`${LINK_SCHEME}:// is not its own`]),
        ...(readPlistText(plist, 'NSLocalNetworkUsageDescription')
          ? []
          : ['it does not say why it needs the local network']),
        ...(readPlistText(plist, 'hash') === archiveHash
          ? []
          : ['it would refuse its archive: another hash is recorded']),
        ...(existsSync(icon) && parseIcns(readFileSync(icon)).length === 10 ? [] : ['it has no icon of PowerHive']),
      ];
    }
  }
}
