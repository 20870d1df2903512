import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => /\.tsx?$/.test(file) && statSync(join(root, file)).isFile());
}

/** Every import of a file: other files of the house by their path, packages by their name. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found: Import[] = [];
  const statement =
    /^\s*(?:import|export)\s+(type\s+)?(?:[^'"();]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gm;
  for (const match of text.matchAll(statement)) {
    const name = match[2] ?? match[3] ?? '';
    const to = name.startsWith('.') ? relative(root, resolve(root, dirname(file), name)) : name;
    found.push({ from: file, to, typeOnly: match[1] !== undefined });
  }
  return found;
}

const all = ['src-shared', 'src-main', 'src-renderer'].flatMap(sources).flatMap(importsOf);
const show = ({ from, to }: Import): string => `${from} -> ${to}`;
const within = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

describe('promises', () => {
  it('are let go only where nothing of them can fail unseen; all others run in a TaskGroup', () => {
    // `void` is what the lint of floating promises accepts.
    const letGo = ['src-shared', 'src-main'].flatMap(sources).filter((file) => {
      const code = readFileSync(join(root, file), 'utf8');
      return /(^|[{;)]|=>|\belse|\)) *void (?!\()[\w.#?]+(\(|\.then)/m.test(code);
    });
    expect(letGo.sort()).toEqual([
      'src-main/commands/desktop-window.ts',
      'src-main/commands/export-file.ts',
      'src-main/demo/device.ts',
      'src-main/desktop/quit.ts',
      'src-main/desktop/rest-switch.ts',
      'src-main/discovery/dial/light-scan.ts',
      'src-main/gateway/gateway-worker.ts',
      'src-main/main.ts',
      'src-main/polling/polling.ts',
      'src-main/runtime/threads/supervised-thread.ts',
      'src-main/runtime/threads/thread-link.ts',
      'src-main/store/file/owner-lock.ts',
      'src-main/store/queries/history-blocks.ts',
      'src-main/store/queries/history-export.ts',
      'src-main/store/threads/copier.ts',
      'src-main/store/threads/worker-store.ts',
      'src-main/store/threads/write-gate.ts',
    ]);
  });
});

describe('the arrows of the house', () => {
  it('are read at all', () => {
    expect(all.length).toBeGreaterThan(200);
    expect(all.map(show)).toContain('src-main/app/base.ts -> src-main/runtime/clock.ts');
  });

  it('leave src-shared a leaf: only zod and the contract library', () => {
    const allowed = (to: string): boolean => within(to, 'src-shared') || to === 'zod' || to === '@orpc/contract';
    expect(all.filter(({ from, to }) => within(from, 'src-shared') && !allowed(to)).map(show)).toEqual([]);
  });

  it('keep the screens apart from the process: src-renderer sees src-shared alone', () => {
    const broken = all.filter(
      ({ from, to }) =>
        within(from, 'src-renderer') && (within(to, 'src-main') || to.startsWith('node:') || to === 'electron'),
    );
    expect(broken.map(show)).toEqual([]);
  });

  it('bring no schema library into the page: the contract and the model are types there', () => {
    const heavy = ['src-shared/contract', 'src-shared/model', 'zod'];
    const broken = all.filter(
      ({ from, to, typeOnly }) =>
        within(from, 'src-renderer') && !typeOnly && heavy.some((folder) => within(to, folder)),
    );
    expect(broken.map(show)).toEqual([]);
  });

  it('keep the process away from the screens', () => {
    expect(all.filter(({ from, to }) => within(from, 'src-main') && within(to, 'src-renderer')).map(show)).toEqual([]);
  });

  it('let only the desktop know Electron', () => {
    const allowed = ['src-main/desktop', 'src-main/main.ts', 'src-main/preload.ts'];
    const isElectron = (to: string): boolean => to === 'electron' || to.startsWith('electron/');
    const knowing = all.filter(({ to }) => isElectron(to));
    expect(knowing.map(({ from }) => from)).toContain('src-main/preload.ts');
    expect(knowing.filter(({ from }) => !allowed.some((place) => within(from, place))).map(show)).toEqual([]);
  });

  it('let only the gateway thread, and the scan without an app, talk to miners', () => {
    const talking = all.filter(({ to, typeOnly }) => to === 'src-main/gateway/direct-gateway.ts' && !typeOnly);
    expect(new Set(talking.map(({ from }) => from))).toEqual(
      new Set(['src-main/gateway/gateway-worker.ts', 'src-main/commands/scan.ts', 'src-main/app/compose-store.ts']),
    );
  });

  it('let nobody but the registry know a firmware', () => {
    const firmware = 'src-main/drivers/vnish';
    const knowing = all.filter(({ from, to }) => within(to, firmware) && !within(from, firmware));
    expect(knowing.map(show)).toEqual(['src-main/drivers/registry.ts -> src-main/drivers/vnish/driver.ts']);
  });

  it('let only its entry know the desktop, so that everything else runs without Electron', () => {
    const allowed = ['src-main/desktop', 'src-main/main.ts', 'src-main/preload.ts'];
    const broken = all.filter(
      ({ from, to }) => within(to, 'src-main/desktop') && !allowed.some((place) => within(from, place)),
    );
    expect(broken.map(show)).toEqual([]);
  });

  it('keep the bridge bare: Electron and the name of the channel', () => {
    const imports = all.filter(({ from }) => from === 'src-main/preload.ts').map(({ to }) => to);
    expect(imports.sort()).toEqual(['electron', 'src-main/desktop/window/channel.ts']);
  });

  it('let only the store touch the database', () => {
    const database = (to: string): boolean => to === 'better-sqlite3' || to.startsWith('drizzle-orm');
    expect(all.filter(({ from, to }) => database(to) && !within(from, 'src-main/store')).map(show)).toEqual([]);
  });

  it('let only the firmware folder and the command line make HTTP requests', () => {
    const allowed = ['src-main/drivers', 'src-main/commands'];
    const broken = all.filter(({ from, to }) => to === 'undici' && !allowed.some((folder) => within(from, folder)));
    expect(broken.map(show)).toEqual([]);
  });

  it('keep the transport from knowing any firmware', () => {
    const known = [
      'src-main/drivers/http',
      'src-main/drivers/address.ts',
      'src-main/drivers/fields.ts',
      'src-main/drivers/outcome.ts',
      'src-main/drivers/call-options.ts',
    ];
    const broken = all.filter(
      ({ from, to }) =>
        within(from, 'src-main/drivers/http') && to.startsWith('src-') && !known.some((place) => within(to, place)),
    );
    expect(broken.map(show)).toEqual([]);
  });

  it('keep the simulator and the client apart', () => {
    const broken = all.filter(({ from, to }) => {
      if (within(from, 'src-main/demo')) return !within(to, 'src-main/demo') && !to.startsWith('node:');
      return within(from, 'src-main/drivers') && within(to, 'src-main/demo');
    });
    expect(broken.map(show)).toEqual([]);
  });

  it('keep the simulator out of everything but the command line', () => {
    const allowed = ['src-main/demo', 'src-main/commands', 'src-main/cli.ts'];
    const broken = all.filter(
      ({ from, to }) => within(to, 'src-main/demo') && !allowed.some((folder) => within(from, folder)),
    );
    expect(broken.map(show)).toEqual([]);
  });

  it('keep the pure rooms pure', () => {
    const io = /^node:(fs|net|http|https|child_process|worker_threads|dgram|dns)/;
    const broken = all.filter(
      ({ from, to }) => within(from, 'src-main/history') && (io.test(to) || within(to, 'src-main/store')),
    );
    expect(broken.map(show)).toEqual([]);
  });

  it('keep the folders below from knowing those above', () => {
    const below: Readonly<Record<string, readonly string[]>> = {
      'src-main/drivers': [
        'src-main/discovery',
        'src-main/polling',
        'src-main/fleet',
        'src-main/store',
        'src-main/api',
        'src-main/serve',
      ],
      'src-main/store': [
        'src-main/discovery',
        'src-main/polling',
        'src-main/fleet',
        'src-main/drivers',
        'src-main/api',
        'src-main/serve',
      ],
      'src-main/fleet': ['src-main/discovery', 'src-main/polling', 'src-main/api', 'src-main/serve'],
      'src-main/discovery': ['src-main/polling', 'src-main/api', 'src-main/serve'],
      'src-main/polling': ['src-main/discovery', 'src-main/api', 'src-main/serve'],
      'src-main/api': [
        'src-main/serve',
        'src-main/discovery',
        'src-main/polling',
        'src-main/fleet',
        'src-main/drivers',
      ],
    };
    const broken = all.filter(({ from, to }) =>
      Object.entries(below).some(([folder, above]) => within(from, folder) && above.some((other) => within(to, other))),
    );
    expect(broken.map(show)).toEqual([]);
  });
});
