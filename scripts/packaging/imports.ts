import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { parseAst } from 'vite';

const PROVIDED: ReadonlySet<string> = new Set(['electron', ...builtinModules]);

/**
 * The imports of a bundled module, those on demand included, that lead nowhere within its archive:
 * a chunk that was left behind, or a package that should have been bundled. A package counts as
 * there when its package.json is.
 */
export function findBrokenImports(path: string, source: string, files: ReadonlySet<string>): string[] {
  const names = [...importedNames(parseAst(source))];
  return names.filter((name) => {
    if (name.startsWith('node:') || PROVIDED.has(name)) return false;
    return !files.has(
      name.startsWith('.') ? posix.join(posix.dirname(path), name) : `node_modules/${name}/package.json`,
    );
  });
}

/** Every name that is imported as a literal text, wherever in the program that stands. */
function* importedNames(node: unknown): Generator<string> {
  if (Array.isArray(node)) {
    for (const part of node) yield* importedNames(part);
  } else if (typeof node === 'object' && node !== null) {
    const { type, source } = node as { type?: unknown; source?: { value?: unknown } | null };
    const imports = typeof type === 'string' && /^(Import|Export)(All|Named)?(Declaration|Expression)$/.test(type);
    if (imports && typeof source?.value === 'string') yield source.value;
    for (const part of Object.values(node)) yield* importedNames(part);
  }
}
