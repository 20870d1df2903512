import { cpSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import type { EnvironmentOptions, Plugin } from 'vite';

/**
 * Where the sources are and where the bundles go: the shipped ones to dist/main, those of `npm run
 * dev` beside them.
 */
export interface BundlePlaces {
  readonly root: string;
  readonly outDir: string;
}

/**
 * Provided by the runtime, never bundled: node's own modules, Electron, and the one native addon.
 */
const external = ['electron', /^node:/, ...builtinModules, 'better-sqlite3'];

/**
 * One file per process entry, side by side in one folder. Chunks lie beside the entries, so that
 * `new URL('./x', import.meta.url)` means the same folder from every one of them.
 */
export function mainEnvironment({ root, outDir }: BundlePlaces): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { external: ['electron', 'better-sqlite3'], noExternal: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      copyPublicDir: false,
      target: 'node24',
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input: {
          cli: join(root, 'src-main/cli.ts'),
          main: join(root, 'src-main/main.ts'),
          'gateway-worker': join(root, 'src-main/gateway/gateway-worker.ts'),
          'dial-worker': join(root, 'src-main/discovery/dial/dial-worker.ts'),
          'destinations-worker': join(root, 'src-main/destinations/destinations-worker.ts'),
          'sites-worker': join(root, 'src-main/sites/sites-worker.ts'),
          'store-worker': join(root, 'src-main/store/threads/store-worker.ts'),
        },
        external,
        // A thread keeps the source of what it has loaded.
        output: { comments: false, format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  };
}

/**
 * The script of a sandboxed window: one CommonJS file, beside the main entries. Built after them,
 * since they empty the folder.
 */
export function preloadEnvironment({ root, outDir }: BundlePlaces): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { external: ['electron'], noExternal: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'node24',
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input: { preload: join(root, 'src-main/preload.ts') },
        external,
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  };
}

/**
 * V8 keeps the source of a file as long as a function of it lives: one byte for each character, and
 * two as soon as a single one is not ASCII. Such a character is written as its escape.
 */
export const oneByteSources: Plugin = {
  name: 'powerhive-one-byte-sources',
  applyToEnvironment: (environment) => environment.name === 'main',
  // Last of all: what prints the code after its chunks are rendered writes no escapes.
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      chunk.code = chunk.code.replace(
        /[\u0080-\uffff]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
    }
  },
};

/**
 * What a start would spend most of its time on, for nothing: `import` of node:http makes Node load
 * its own copy of undici (WebSocket and the like are among the exports), 110 ms of processor time;
 * and pino-roll asks for all of date-fns where it uses five functions of it.
 */
export const lightStart: Plugin = {
  name: 'powerhive-light-start',
  applyToEnvironment: (environment) => environment.name === 'main',
  transform(code, id) {
    if (!/[\\/]pino-roll[\\/]lib[\\/]utils\.js$/.test(id)) return null;
    const taken = code.replace(/const \{ ([\w, ]+) \} = require\('date-fns'\)/, (_all, names: string) =>
      names
        .split(', ')
        .map((name) => `const { ${name} } = require('date-fns/${name}')`)
        .join('; '),
    );
    if (taken === code) throw new Error(`${id} loads date-fns in another way than expected`);
    return { code: taken, map: null };
  },
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      chunk.code = chunk.code.replace(/^import ([^;]+?) from "node:http";/gm, (_all, names: string) => {
        return `const ${names.replaceAll(' as ', ': ')} = process.getBuiltinModule("node:http");`;
      });
    }
  },
};

/**
 * The migrations are read from disk at run time, so they lie beside the bundle as they lie beside
 * the source.
 */
export function copyMigrations({ root, outDir }: BundlePlaces): Plugin {
  return {
    name: 'powerhive-migrations',
    applyToEnvironment: (environment) => environment.name === 'main',
    writeBundle() {
      cpSync(join(root, 'src-main/store/file/migrations'), join(outDir, 'migrations'), { recursive: true });
    },
  };
}
