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
  try {
    const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    const value = (JSON.parse(text) as Record<string, unknown>)[name];
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}
