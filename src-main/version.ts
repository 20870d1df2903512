import { readFileSync } from 'node:fs';

/** The program's version, from the package.json that lies above both the source and the bundle. */
export function readVersion(): string {
  for (const up of ['../package.json', '../../package.json']) {
    try {
      const { version } = JSON.parse(readFileSync(new URL(up, import.meta.url), 'utf8')) as { version?: unknown };
      if (typeof version === 'string') return version;
    } catch {
      // Not there: it is the other one.
    }
  }
  return 'unknown';
}
