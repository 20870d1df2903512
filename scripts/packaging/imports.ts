import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { parseAst } from 'vite';

const PROVIDED: ReadonlySet<string> = new Set(['electron', ...builtinModules]);

/**
 * The imports at the top of a bundled module that lead nowhere within its archive: a chunk that was left behind, or a package that should have been
 * bundled. A package counts as there when its package.json is.
 */
export function findBrokenImports(path: string, source: string, files: ReadonlySet<string>): string[] {
  const names = parseAst(source).body.flatMap((node) => ('source' in node && node.source ? [node.source.value] : []));
  return names.filter((name) => {
    if (name.startsWith('node:') || PROVIDED.has(name)) return false;
    return !files.has(
      name.startsWith('.') ? posix.join(posix.dirname(path), name) : `node_modules/${name}/package.json`,
    );
  });
}
