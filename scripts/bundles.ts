import { cpSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import type { EnvironmentOptions, Plugin } from 'vite';

/**
 * Folders of the sources and of the bundles. Shipped bundles are in dist/main, those of `npm run
 * dev` elsewhere.
 */
export interface BundlePlaces {
  readonly root: string;
  readonly outDir: string;
}

/** Provided by the runtime, never bundled: Node's own modules, Electron, and the native addon. */
const external = ['electron', /^node:/, ...builtinModules, 'better-sqlite3'];

/**
 * One file per process entry, all in one folder. Chunks are in the same folder, so that `new
 * URL('./x', import.meta.url)` works from each of them.
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
        // Without comments, because a thread keeps the source of what it has loaded in memory.
        output: { comments: false, format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  };
}

/**
 * The preload script of the sandboxed window: one CommonJS file next to the main entries. Built
 * after them, because their build empties the folder.
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
 * V8 keeps the source of a file in memory as long as one of its functions exists: one byte a
 * character, or two if any character is not ASCII. Characters outside ASCII are written as escapes.
 */
export const oneByteSources: Plugin = {
  name: 'powerhive-one-byte-sources',
  applyToEnvironment: (environment) => environment.name === 'main',
  // In the last step, because printing the code after `renderChunk` would undo the escapes.
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
 * Avoids the most expensive unused work at the start. `import` of node:http makes Node load its own
 * copy of undici (for exports such as WebSocket), 110 ms of processor time.
 */
export const lightStart: Plugin = {
  name: 'powerhive-light-start',
  applyToEnvironment: (environment) => environment.name === 'main',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      chunk.code = chunk.code.replace(/^import ([^;]+?) from "node:http";/gm, (_all, names: string) => {
        return `const ${names.replaceAll(' as ', ': ')} = process.getBuiltinModule("node:http");`;
      });
    }
  },
};

/** Copies the migrations next to the bundle, because they are read from disk at run time. */
export function copyMigrations({ root, outDir }: BundlePlaces): Plugin {
  return {
    name: 'powerhive-migrations',
    applyToEnvironment: (environment) => environment.name === 'main',
    writeBundle() {
      cpSync(join(root, 'src-main/store/file/migrations'), join(outDir, 'migrations'), { recursive: true });
    },
  };
}
