import { TRAY_STATES } from './drawings.ts';
import type { Target } from './targets.ts';

/** Files that may be in an archive, besides the required ones. Any other file is an error. */
const ALLOWED: readonly RegExp[] = [
  /^dist\/main\/[\w.-]+\.js$/,
  /^dist\/main\/migrations\/\d{4}_[\w-]+\.sql$/,
  /^dist\/renderer\/assets\/[\w.-]+\.(js|css|woff2|svg|png)$/,
  /^node_modules\/better-sqlite3\/lib\/[\w./-]+\.js$/,
  /^node_modules\/better-sqlite3\/LICENSE$/,
];

const REQUIRED: readonly string[] = [
  'LICENSE',
  'package.json',
  'dist/main/main.js',
  'dist/main/preload.cjs',
  'dist/main/gateway-worker.js',
  'dist/main/destinations-worker.js',
  'dist/main/sites-worker.js',
  'dist/main/dial-worker.js',
  'dist/main/store-worker.js',
  'dist/main/licences.json',
  'dist/main/migrations/meta/_journal.json',
  'dist/renderer/index.html',
  'resources/icon.png',
  'node_modules/better-sqlite3/package.json',
  'node_modules/better-sqlite3/lib/index.js',
];

/** The tray images of a system, as resources/README.md names them. */
export function trayImages(system: Target['system']): string[] {
  const grounds = ['dark', 'light'];
  return TRAY_STATES.flatMap((state) => {
    if (system === 'win') return grounds.map((ground) => `tray-${ground}-${state}.ico`);
    const stems = system === 'mac' ? [`tray-${state}-Template`] : grounds.map((ground) => `tray-${ground}-${state}`);
    return stems.flatMap((stem) => [`${stem}.png`, `${stem}@2x.png`]);
  }).map((name) => `resources/tray/${name}`);
}

/** The native binaries of a package, as paths in its archive. */
export function prebuildPaths({ prebuilds }: Target): string[] {
  return prebuilds.map((name) => `node_modules/better-sqlite3/prebuilds/${name}.node`);
}

/** Compares the files of an archive with those that belong there: unexpected and missing files. */
export function compareFiles(files: readonly string[], target: Target): { unexpected: string[]; missing: string[] } {
  const required = [...REQUIRED, ...trayImages(target.system), ...prebuildPaths(target)];
  return {
    unexpected: files.filter((file) => !required.includes(file) && !ALLOWED.some((pattern) => pattern.test(file))),
    missing: required.filter((file) => !files.includes(file)),
  };
}
