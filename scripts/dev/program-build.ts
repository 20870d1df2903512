import { join } from 'node:path';
import { createBuilder, type Plugin } from 'vite';
import { type BundlePlaces, copyMigrations, lightStart, mainEnvironment, preloadEnvironment } from '../bundles.ts';
import { packagesBuiltOnce } from './packages.ts';

export interface ProgramBuild {
  close(): Promise<void>;
}

export interface ProgramBuildOptions extends BundlePlaces {
  readonly plugins: readonly Plugin[];
  /** Whether to build the window's preload script too. */
  readonly withPreload: boolean;
  /** Called after a build. `changed`: the files that caused it; empty the first time. */
  onBuilt(changed: readonly string[]): void;
  onFailure(message: string): void;
  /** Called when a file has changed; one of the two above follows. */
  onChanged(file: string): void;
}

/**
 * Builds the program, and again whenever one of its sources changes. Resolves after the first
 * build.
 */
export async function watchProgram(options: ProgramBuildOptions): Promise<ProgramBuild> {
  const { root, onBuilt, onChanged, onFailure } = options;
  const main = mainEnvironment(options);
  // The running program may still load parts of the previous build, so the folder is not emptied.
  // The delay lets a file be written completely. Packages change only with an installation, which
  // touches thousands of files.
  const watch = { buildDelay: 50, exclude: ['**/node_modules/**'] };
  const watched = { ...main, build: { ...main.build, emptyOutDir: false, watch } };
  const builder = await createBuilder({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'silent',
    plugins: [
      ...options.plugins,
      packagesBuiltOnce(options),
      lightStart,
      copyMigrations(options),
      watchMigrations(root),
    ],
    environments: { main: watched, preload: preloadEnvironment(options) },
  });
  const environment = (name: string) => {
    const found = builder.environments[name];
    if (found === undefined) throw new Error(`vite environment ${name} is missing`);
    return found;
  };
  const watcher = await builder.build(environment('main'));
  if (!('close' in watcher)) throw new Error('vite built the program and does not watch it');
  const first = Promise.withResolvers<void>();
  let changed = new Set<string>();
  watcher.on('change', (file: string) => {
    changed.add(file);
    onChanged(file);
  });
  watcher.on('event', async (event) => {
    if (event.code === 'ERROR') {
      onFailure(event.error.message);
      await event.result?.close();
    } else if (event.code === 'BUNDLE_END') {
      await event.result.close();
      const files = [...changed];
      changed = new Set();
      onBuilt(files);
      first.resolve();
    }
  });
  await first.promise;
  if (options.withPreload) await builder.build(environment('preload'));
  return { close: () => watcher.close() };
}

/** Migrations are copied, not imported, so they must be watched explicitly. */
function watchMigrations(root: string): Plugin {
  return {
    name: 'powerhive-dev-migrations',
    buildStart() {
      this.addWatchFile(join(root, 'src-main/store/file/migrations/meta/_journal.json'));
    },
  };
}
