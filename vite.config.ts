import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import react from '@vitejs/plugin-react';
import type { EnvironmentOptions, Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { packageFolder, packageFolderOf, readLicences, withFamilyNotices } from './scripts/packaging/licences.ts';
import { limitMs, measureSlowness } from './tests/fixtures/patience.ts';
import { LongFirst } from './tests/long-files.ts';

const at = (path: string): string => resolve(import.meta.dirname, path);

/** Provided by the runtime, never bundled: node's own modules, Electron, and the one native addon. */
const external = ['electron', /^node:/, ...builtinModules, 'better-sqlite3'];

/**
 * One file per process entry, side by side in dist/main. Chunks lie beside the entries, so that
 * `new URL('./x', import.meta.url)` means the same folder from every one of them.
 */
const mainEnvironment: EnvironmentOptions = {
  consumer: 'server',
  resolve: { external: ['electron', 'better-sqlite3'], noExternal: true },
  build: {
    ssr: true,
    outDir: at('dist/main'),
    emptyOutDir: true,
    copyPublicDir: false,
    target: 'node24',
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: {
        cli: at('src-main/cli.ts'),
        main: at('src-main/main.ts'),
        'gateway-worker': at('src-main/gateway/gateway-worker.ts'),
        'dial-worker': at('src-main/discovery/dial/dial-worker.ts'),
        'store-worker': at('src-main/store/threads/store-worker.ts'),
      },
      external,
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
};

/** The script of a sandboxed window: one CommonJS file, beside the main entries. Built after them, since they empty the folder. */
const preloadEnvironment: EnvironmentOptions = {
  consumer: 'server',
  resolve: { external: ['electron'], noExternal: true },
  build: {
    ssr: true,
    outDir: at('dist/main'),
    emptyOutDir: false,
    copyPublicDir: false,
    target: 'node24',
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: { preload: at('src-main/preload.ts') },
      external,
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
};

/** The migrations are read from disk at run time, so they lie beside the bundle as they lie beside the source. */
const migrations: Plugin = {
  name: 'powerhive-migrations',
  applyToEnvironment: (environment) => environment.name === 'main',
  writeBundle() {
    cpSync(at('src-main/store/file/migrations'), at('dist/main/migrations'), { recursive: true });
  },
};

/** Every package of which something is in the bundles, and those that ship beside them. Written when all have been built. */
const shipped = new Set(['better-sqlite3', 'electron'].map((name) => packageFolder(import.meta.dirname, name)));
const collectPackages: Plugin = {
  name: 'powerhive-licences',
  sharedDuringBuild: true,
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      for (const id of chunk.moduleIds) {
        const folder = packageFolderOf(id);
        if (folder !== null) shipped.add(folder);
      }
    }
  },
};

/**
 * Tests start hundreds of threads. From its source one takes a second or two to load, each time, from the built file a fraction: they take that,
 * as they do wherever they start the program itself.
 */
const builtThreads: Plugin = {
  name: 'powerhive-built-threads',
  enforce: 'pre',
  apply: () => process.env['VITEST'] !== undefined,
  transform(code, id) {
    if (!id.startsWith(at('src-main'))) return null;
    return code.replace(/(?<=\? )'\.\/(\w+-worker)\.ts'/, (source, name) => {
      const built = at(`dist/main/${name}.js`);
      return existsSync(built) ? JSON.stringify(pathToFileURL(built).href) : source;
    });
  },
};

/** Most tests wait for something most of the time, so twice as many run at once as there are processors. */
const WORKERS = 2 * availableParallelism();
if (process.env['VITEST'] !== undefined) measureSlowness();

export default defineConfig({
  root: at('src-renderer'),
  base: './',
  publicDir: false,
  plugins: [react(), migrations, collectPackages, builtThreads],
  environments: {
    client: {
      build: {
        outDir: at('dist/renderer'),
        emptyOutDir: true,
        target: 'chrome140',
        modulePreload: false,
        sourcemap: true,
        chunkSizeWarningLimit: 2000,
      },
    },
    main: mainEnvironment,
    preload: preloadEnvironment,
  },
  builder: {
    sharedConfigBuild: true,
    async buildApp(builder) {
      for (const name of ['main', 'preload', 'client']) {
        const environment = builder.environments[name];
        if (environment === undefined) throw new Error(`vite environment ${name} is missing`);
        await builder.build(environment);
      }
      writeFileSync(at('dist/main/licences.json'), JSON.stringify(withFamilyNotices(readLicences(shipped)), null, 1));
    },
  },
  test: {
    root: at('.'),
    maxWorkers: WORKERS,
    sequence: { sequencer: LongFirst },
    // Never what a test waits for (tests/fixtures/patience.ts): only the end of one that hangs.
    testTimeout: 10 * limitMs(),
    hookTimeout: 10 * limitMs(),
    expect: { poll: { timeout: limitMs() } },
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['tests/unit/**/*.test.{ts,tsx}'], pool: 'threads', isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ['tests/{unit,e2e,stand-in-tests,lab}/**'],
          // What is imported is imported once for many files: they share no state that their tests change.
          isolate: false,
          globalSetup: ['tests/fixtures/built.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'lab',
          include: ['tests/lab/**/*.test.ts'],
          // One after another: the system has one table of neighbours for all labs, which two scans at once may fill.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          isolate: false,
          globalSetup: ['tests/fixtures/built.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/{e2e,stand-in-tests}/**/*.test.{ts,tsx}'],
          globalSetup: ['tests/fixtures/built.ts'],
        },
      },
    ],
  },
});
