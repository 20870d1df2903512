import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { copyMigrations, lightStart, mainEnvironment, oneByteSources, preloadEnvironment } from './scripts/bundles.ts';
import { packageFolder, packageFolderOf, readLicences, withFamilyNotices } from './scripts/packaging/licences.ts';
import { limitMs, measureSlowness } from './tests/fixtures/patience.ts';
import { builtThreads } from './tests/fixtures/program/built-threads.ts';
import { takeTemporaryFolder } from './tests/fixtures/temporary-files.ts';
import { LongFirst } from './tests/long-files.ts';

const at = (path: string): string => resolve(import.meta.dirname, path);

const places = { root: import.meta.dirname, outDir: at('dist/main') };

/**
 * Every package of which something is in the bundles, and those that ship beside them. Written when
 * all have been built.
 */
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
 * Most tests wait for something most of the time, so twice as many run at once as there are
 * processors.
 */
const WORKERS = 2 * availableParallelism();
if (process.env['VITEST'] !== undefined) {
  measureSlowness();
  takeTemporaryFolder();
}

export default defineConfig({
  root: at('src-renderer'),
  base: './',
  publicDir: false,
  plugins: [react(), copyMigrations(places), lightStart, oneByteSources, collectPackages],
  environments: {
    client: {
      build: {
        outDir: at('dist/renderer'),
        emptyOutDir: true,
        target: 'chrome140',
        modulePreload: false,
        sourcemap: true,
        chunkSizeWarningLimit: 2000,
        // One file for all screens, in the order of the sources: a screen that is loaded later must not
        // change how the others look.
        cssCodeSplit: false,
        rolldownOptions: {
          // What the first screens need is one file, and what only later ones share is another.
          output: {
            codeSplitting: {
              groups: [
                { name: 'first', tags: ['$initial'], priority: 1 },
                { name: 'shared', minShareCount: 2 },
              ],
            },
          },
        },
      },
    },
    main: mainEnvironment(places),
    preload: preloadEnvironment(places),
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
    env: {
      // `serve` need not start itself once more for it, a hundred times.
      MALLOC_ARENA_MAX: '2',
      // The program and what it imports are compiled once for all its starts.
      NODE_COMPILE_CACHE: at('node_modules/.cache/node'),
    },
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
        plugins: [builtThreads],
        test: {
          name: 'integration',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ['tests/{unit,e2e,stand-in-tests,lab}/**'],
          // What is imported is imported once for many files: they share no state that their tests
          // change.
          isolate: false,
          globalSetup: ['tests/fixtures/program/built.ts'],
        },
      },
      {
        extends: true,
        plugins: [builtThreads],
        test: {
          name: 'lab',
          include: ['tests/lab/**/*.test.ts'],
          // Two at once, one of which mostly waits (tests/long-files.ts): the system has one table of
          // neighbours for all labs, which more wide scans at once may fill.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          isolate: false,
          globalSetup: ['tests/fixtures/program/built.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/{e2e,stand-in-tests}/**/*.test.{ts,tsx}'],
          // What drives the browser is loaded once, and Chromium started once (tests/fixtures/page/browser.ts).
          isolate: false,
          globalSetup: ['tests/fixtures/program/built.ts'],
        },
      },
    ],
  },
});
