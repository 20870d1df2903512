import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { parseAst } from 'vite';

const PROVIDED: ReadonlySet<string> = new Set(['electron', ...builtinModules]);

/**
 * The imports of a bundled module, including dynamic ones, that its archive does not contain: a
 * missing chunk, or a package that should have been bundled. A package is there if its package.json
 * is.
 */
export function findBrokenImports(path: string, source: string, files: ReadonlySet<string>): string[] {
  return namesIn(source).filter((name) => {
    if (name.startsWith('node:') || PROVIDED.has(name)) return false;
    return !files.has(
      name.startsWith('.') ? posix.join(posix.dirname(path), name) : `node_modules/${name}/package.json`,
    );
  });
}

/** Cached, because every package has the same files, and parsing takes most of the time. */
const parsed = new Map<string, readonly string[]>();

function namesIn(source: string): readonly string[] {
  const known = parsed.get(source);
  if (known !== undefined) return known;
  const names: string[] = [];
  addImportedNames(parseAst(source), names);
  parsed.set(source, names);
  return names;
}

/** A text in quotes, or in backticks, as the minifier writes it. */
interface Literal {
  readonly value?: unknown;
  readonly quasis?: readonly { readonly value: { readonly cooked: string | null } }[];
}

/** Adds every name that is imported as a literal, in quotes or backticks, anywhere in the program. */
function addImportedNames(node: unknown, names: string[]): void {
  if (Array.isArray(node)) {
    for (const part of node) addImportedNames(part, names);
  } else if (typeof node === 'object' && node !== null) {
    const { type, source } = node as { type?: unknown; source?: Literal | null };
    const imports = typeof type === 'string' && /^(Import|Export)(All|Named)?(Declaration|Expression)$/.test(type);
    const name = source?.quasis?.length === 1 ? source.quasis[0]?.value.cooked : source?.value;
    if (imports && typeof name === 'string') names.push(name);
    for (const part of Object.values(node)) addImportedNames(part, names);
  }
}
