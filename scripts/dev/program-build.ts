import { join } from 'node:path';
import { createBuilder, type Plugin } from 'vite';
import { type BundlePlaces, copyMigrations, lightStart, mainEnvironment, preloadEnvironment } from '../bundles.ts';
import { packagesBuiltOnce } from './packages.ts';

export interface ProgramBuild {
  close(): Promise<void>;
}

export interface ProgramBuildOptions extends BundlePlaces {
  readonly plugins: readonly Plugin[];
  /** The window's script too. */
  readonly withPreload: boolean;
  /** Everything is built again. `changed` are the files for which that was; none the first time. */
  onBuilt(changed: readonly string[]): void;
  onFailure(message: string): void;
  /** A file is not what was built; what follows is one of the two above. */
  onChanged(file: string): void;
}

/**
 * Builds the program, and again whenever one of its sources changes. Resolves when it is built for
 * the first time.
 */
export async function watchProgram(options: ProgramBuildOptions): Promise<ProgramBuild> {
  const { root, onBuilt, onChanged, onFailure } = options;
  const main = mainEnvironment(options);
  // What runs may still load parts of the build before; and a file that is being written is built
  // when it is whole. Packages change with an installation alone, which touches thousands of files.
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

/** They are copied, not imported: otherwise a change of one would go unnoticed. */
function watchMigrations(root: string): Plugin {
  return {
    name: 'powerhive-dev-migrations',
    buildStart() {
      this.addWatchFile(join(root, 'src-main/store/file/migrations/meta/_journal.json'));
    },
  };
}
