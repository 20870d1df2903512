import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createBuilder, type Plugin } from 'vite';
import { type BundlePlaces, lightStart, mainEnvironment } from '../bundles.ts';

/** Packages that a bundle imports from node_modules. */
const INSTALLED = new Set(['electron', 'better-sqlite3']);
const ENTRY = '\0package:';
const CONTENTS = 'contents.json';

/**
 * Packages change only with an installation, and are most of what a build would parse after each
 * change. They are built once, to files that the program imports, and again only if others are
 * installed or a source imports another one.
 */
export function packagesBuiltOnce(places: BundlePlaces): Plugin {
  const folder = join(dirname(places.outDir), 'packages');
  const used = new Set<string>();
  let built = packagesIn(folder, places.root);
  return {
    name: 'powerhive-dev-packages',
    enforce: 'pre',
    applyToEnvironment: (environment) => environment.name === 'main',
    resolveId(source, importer) {
      if (importer === undefined || /^[.\0]/.test(source) || isAbsolute(source)) return null;
      if (isBuiltin(source) || INSTALLED.has(source)) return null;
      used.add(source);
      return { id: pathToFileURL(join(folder, `${fileOf(source)}.js`)).href, external: true };
    },
    async writeBundle() {
      if ([...used].every((name) => built.has(name))) return;
      await buildPackages(places.root, folder, [...used]);
      built = new Set(used);
      writeFileSync(join(folder, CONTENTS), JSON.stringify({ installed: installed(places.root), packages: [...used] }));
    },
  };
}

/** The packages that an earlier start has built, if the same ones are still installed. */
function packagesIn(folder: string, root: string): ReadonlySet<string> {
  const file = join(folder, CONTENTS);
  if (!existsSync(file)) return new Set();
  const contents = JSON.parse(readFileSync(file, 'utf8')) as { installed: string; packages: string[] };
  return new Set(contents.installed === installed(root) ? contents.packages : []);
}

/** A digest of the installed versions. */
const installed = (root: string): string =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

const fileOf = (source: string): string => source.replaceAll(/[^\w.-]/g, '_');

/** Builds all in one build, because packages must share the same modules at run time. */
async function buildPackages(root: string, folder: string, sources: readonly string[]): Promise<void> {
  const input = Object.fromEntries(sources.map((source) => [fileOf(source), ENTRY + source]));
  const { build, ...main } = mainEnvironment({ root, outDir: folder });
  const builder = await createBuilder({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'silent',
    environments: {
      main: { ...main, build: { ...build, sourcemap: false, rolldownOptions: { ...build?.rolldownOptions, input } } },
    },
    plugins: [
      lightStart,
      {
        name: 'powerhive-dev-package-entries',
        resolveId: (source) => (source.startsWith(ENTRY) ? source : null),
        load: (id) => (id.startsWith(ENTRY) ? reexport(id.slice(ENTRY.length)) : null),
      },
    ],
  });
  if (builder.environments.main !== undefined) await builder.build(builder.environments.main);
}

/**
 * The exported names come from Node, because a bundler cannot determine those of a CommonJS
 * package.
 */
async function reexport(source: string): Promise<string> {
  const names = Object.keys((await import(source)) as object).filter((name) => /^[\w$]+$/.test(name));
  return `export { ${names.join(', ')} } from ${JSON.stringify(source)};`;
}
