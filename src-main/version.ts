import { readFileSync } from 'node:fs';

/** The program's version, from the package.json that lies above both the source and the bundle. */
export function readVersion(): string {
  return readPackageField('version') ?? 'unknown';
}

/** Where the project is at home on the web; null while it has no such place. */
export function readHomepage(): string | null {
  return readPackageField('homepage');
}

function readPackageField(name: 'version' | 'homepage'): string | null {
  for (const up of ['../package.json', '../../package.json']) {
    try {
      const value = (JSON.parse(readFileSync(new URL(up, import.meta.url), 'utf8')) as Record<string, unknown>)[name];
      if (typeof value === 'string') return value;
    } catch {
      // Not there: it is the other one.
    }
  }
  return null;
}
