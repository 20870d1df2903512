import { readFileSync } from 'node:fs';

/** The program's version, from package.json, which is above both the source and the bundle. */
export function readVersion(): string {
  return readPackageField('version') ?? 'unknown';
}

/** The project's home page; null if package.json has none. */
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
