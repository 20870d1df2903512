import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const packaged = (process.env['STAND_IN_PACKAGED'] ?? '') !== '';
const manifest = createRequire(import.meta.url).resolve('electron/package.json');
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };

const resources = process.env['STAND_IN_RESOURCES'] ?? join(dirname(manifest), 'dist', 'resources');

// Imported first by boot.ts: everything after it finds a process that looks like Electron's main.
Object.defineProperties(process, {
  versions: { value: { ...process.versions, electron: version, chrome: '156.0.0.0' }, enumerable: true },
  type: { value: 'browser', enumerable: true },
  resourcesPath: { value: resources, enumerable: true, writable: true },
  ...(packaged ? {} : { defaultApp: { value: true, enumerable: true } }),
});
