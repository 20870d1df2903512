// What each folder may import. `npm run lint` and `npm test` check it; type-only imports count as well.

/**
 * One row for each folder: those below it. The rows have no cycle (`rules` throws where they have one), and every import that leaves a folder
 * needs a place in its row, so there is no cycle between folders either. A new folder needs a row before it can import anything.
 */
const ROWS = {
  'src-shared/limits': [],
  'src-shared/setting-defaults': [],
  'src-shared/model': [
    'src-shared/condition-kinds.ts',
    'src-shared/setting-defaults',
    'src-shared/loopback.ts',
    'src-shared/place.ts',
    'src-shared/masked.ts',
    'src-shared/limits',
  ],
  'src-shared/contract': ['src-shared/model', 'src-shared/query', 'src-shared/limits'],
  'src-shared/judging': ['src-shared/model', 'src-shared/condition-kinds.ts', 'src-shared/milliseconds.ts', 'src-shared/units.ts'],
  'src-shared/pools': ['src-shared/model', 'src-shared/judging', 'src-shared/*'],
  'src-shared/actions': ['src-shared/model', 'src-shared/judging', 'src-shared/count-text.ts'],
  'src-shared/events': ['src-shared/model', 'src-shared/judging', 'src-shared/actions', 'src-shared/*'],
  'src-shared/import': ['src-shared/model', 'src-shared/limits', 'src-shared/*'],
  'src-shared/query': ['src-shared/model', 'src-shared/judging', 'src-shared/setting-defaults', 'src-shared/*'],

  'src-main/runtime': ['src-shared/model', 'src-shared/milliseconds.ts'],
  'src-main/history': ['src-shared/model', 'src-shared/judging', 'src-shared/*'],
  'src-main/screens': [],
  'src-main/demo': [],
  'src-main/store': [
    'src-main/runtime',
    'src-main/history',
    'src-shared/model',
    'src-shared/milliseconds.ts',
    'src-shared/miner-name.ts',
    'src-shared/pools',
    'src-shared/units.ts',
  ],
  'src-main/secrets': ['src-main/runtime/system-error.ts'],
  'src-main/drivers': [
    'src-main/runtime/clock.ts',
    'src-main/runtime/network-failure-kind.ts',
    'src-main/runtime/redact.ts',
    'src-shared/model',
    'src-shared/judging',
    'src-shared/actions',
    'src-shared/pools',
    'src-shared/*',
  ],
  'src-main/conditions': ['src-main/drivers', 'src-shared/model', 'src-shared/judging', 'src-shared/pools', 'src-shared/*'],
  'src-main/events': ['src-main/runtime', 'src-main/store', 'src-main/conditions', 'src-shared/model', 'src-shared/events', 'src-shared/*'],
  'src-main/fleet': [
    'src-main/runtime',
    'src-main/store',
    'src-main/secrets',
    'src-main/drivers',
    'src-main/conditions',
    'src-main/events',
    'src-main/gateway/boards-reading.ts',
    'src-shared/model',
    'src-shared/judging',
    'src-shared/pools',
    'src-shared/*',
  ],
  'src-main/gateway': [
    'src-main/runtime',
    'src-main/store',
    'src-main/history',
    'src-main/drivers',
    'src-main/conditions',
    'src-shared/model',
  ],
  'src-main/provisioning': [
    'src-main/runtime',
    'src-main/store',
    'src-main/drivers',
    'src-main/events',
    'src-main/fleet',
    'src-main/gateway',
    'src-shared/model',
    'src-shared/*',
  ],
  'src-main/discovery': [
    'src-main/runtime',
    'src-main/store',
    'src-main/drivers',
    'src-main/events',
    'src-main/fleet',
    'src-main/gateway',
    'src-main/provisioning',
    'src-shared/limits',
    'src-shared/model',
    'src-shared/query/ip-range.ts',
    'src-shared/setting-defaults',
    'src-shared/*',
  ],
  'src-main/polling': [
    'src-main/runtime',
    'src-main/drivers',
    'src-main/conditions',
    'src-main/fleet',
    'src-main/gateway',
    'src-shared/model',
    'src-shared/judging',
  ],
  'src-main/recording': [
    'src-main/runtime',
    'src-main/history',
    'src-main/store',
    'src-main/drivers',
    'src-main/gateway',
    'src-shared/model',
    'src-shared/milliseconds.ts',
  ],
  'src-main/jobs': [
    'src-main/runtime',
    'src-main/store',
    'src-main/secrets',
    'src-main/drivers',
    'src-shared/model',
    'src-shared/judging',
    'src-shared/actions',
    'src-shared/pools',
    'src-shared/*',
  ],
  'src-main/alerts': [
    'src-main/history',
    'src-main/runtime',
    'src-main/store',
    'src-main/secrets',
    'src-main/conditions',
    'src-main/events',
    'src-shared/model',
    'src-shared/judging',
    'src-shared/query',
    'src-shared/actions',
    'src-shared/*',
  ],
  'src-main/sites': [
    'src-main/runtime',
    'src-main/store',
    'src-main/secrets',
    'src-main/events',
    'src-shared/contract',
    'src-shared/model',
  ],
  'src-main/destinations': [
    'src-main/runtime',
    'src-main/history',
    'src-main/store',
    'src-main/secrets',
    'src-main/events',
    'src-shared/model',
    'src-shared/judging',
    'src-shared/*',
  ],
  'src-main/backups': ['src-main/runtime', 'src-main/history', 'src-main/store', 'src-shared/model', 'src-shared/*'],
  'src-main/config': ['src-main/discovery/targets.ts',
    'src-main/runtime/replace-file.ts',
    'src-main/runtime/system-error.ts',
    'src-shared/model',
    'src-shared/*',
  ],
  'src-main/api': ['src-main/store', 'src-shared/contract', 'src-shared/model'],
  'src-main/serve': [
    'src-main/runtime',
    'src-main/api',
    'src-main/screens',
    'src-shared/contract',
    'src-shared/model',
    'src-shared/judging',
    'src-shared/*',
  ],
  'src-main/app': [
    'src-main/runtime',
    'src-main/history',
    'src-main/store',
    'src-main/secrets',
    'src-main/drivers',
    'src-main/conditions',
    'src-main/events',
    'src-main/fleet',
    'src-main/gateway',
    'src-main/provisioning',
    'src-main/discovery',
    'src-main/polling',
    'src-main/recording',
    'src-main/jobs',
    'src-main/alerts',
    'src-main/sites',
    'src-main/destinations',
    'src-main/backups',
    'src-main/config',
    'src-main/api',
    'src-shared/model',
    'src-shared/judging',
    'src-shared/query',
    'src-shared/pools',
    'src-shared/setting-defaults',
    'src-shared/*',
  ],
  'src-main/commands': [
    'src-main/runtime',
    'src-main/history',
    'src-main/store',
    'src-main/secrets',
    'src-main/drivers',
    'src-main/gateway',
    'src-main/discovery',
    'src-main/backups',
    'src-main/config',
    'src-main/serve',
    'src-main/app',
    'src-main/demo',
    'src-shared/model',
    'src-shared/judging',
    'src-shared/query',
    'src-shared/import',
    'src-shared/actions',
    'src-shared/limits',
    'src-shared/setting-defaults',
    'src-shared/*',
  ],
  'src-main/desktop': [
    'src-main/alerts',
    'src-main/alerts/channels',
    'src-main/runtime',
    'src-main/store',
    'src-main/secrets',
    'src-main/drivers',
    'src-main/discovery',
    'src-main/backups',
    'src-main/config',
    'src-main/api',
    'src-main/serve',
    'src-main/screens',
    'src-main/app',
    'src-main/commands',
    'src-shared/model',
    'src-shared/*',
  ],

  'src-renderer/ui': ['src-shared/*'],
  'src-renderer/api': ['src-renderer/ui', 'src-shared/contract', 'src-shared/model', 'src-shared/query', 'src-shared/setting-defaults', 'src-shared/*'],
  'src-renderer/miner-view': [
    'src-renderer/ui',
    'src-shared/model',
    'src-shared/judging',
    'src-shared/pools',
    'src-shared/query',
    'src-shared/*',
  ],
  'src-renderer/features': [
    'src-renderer/ui',
    'src-renderer/api',
    'src-renderer/miner-view',
    'src-shared/model',
    'src-shared/judging',
    'src-shared/query',
    'src-shared/import',
    'src-shared/actions',
    'src-shared/events',
    'src-shared/limits',
    'src-shared/pools',
    'src-shared/setting-defaults',
    'src-shared/*',
  ],
  'src-renderer/app': [
    'src-renderer/ui',
    'src-renderer/api',
    'src-renderer/miner-view',
    'src-renderer/features',
    'src-shared/model',
    'src-shared/*',
  ],
};

/** The only files beside the folders: where programs begin. */
const ENTRIES = 'src-main/(main|preload|cli)\\.ts|src-renderer/(main\\.tsx|vite-env\\.d\\.ts)';

const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** A folder with all that is in it, one file, or with `/*` the files right in a folder. */
const pathOf = (place) => {
  if (place.endsWith('/*')) return `^${escaped(place.slice(0, -1))}[^/]+$`;
  return /\.\w+$/.test(place) ? `^${escaped(place)}$` : `^${escaped(place)}/`;
};
const within = (...places) => ({ path: places.map(pathOf) });

/** Throws where a folder would be below itself. A single file, and the files right in src-shared, are no folder. */
function refuseCycles() {
  const visit = (folder, above) => {
    if (above.includes(folder)) throw new Error(`The rows have a cycle: ${[...above, folder].join(' -> ')}`);
    for (const below of ROWS[folder] ?? []) if (below in ROWS) visit(below, [...above, folder]);
  };
  for (const folder of Object.keys(ROWS)) visit(folder, []);
}
refuseCycles();

const WITHOUT_A_ROW = {
  path: '^src-(shared|main|renderer)/',
  pathNot: [...Object.keys(ROWS).map(pathOf), pathOf('src-shared/*'), `^(${ENTRIES})$`],
};

const rows = Object.entries(ROWS).map(([folder, below]) => ({
  name: `row of ${folder}`,
  comment: 'A folder imports those of its row in .dependency-cruiser.mjs, and no others.',
  severity: 'error',
  from: within(folder),
  to: { path: '^src-', pathNot: [folder, ...below].map(pathOf) },
}));

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
/** Packages and node's own modules, by the path they resolve to. */
const pkg = (...names) => names.map((name) => `(^|node_modules/)${escaped(name)}(/|$)`);
const NODE_IO = '^(node:)?(fs|net|http|https|child_process|worker_threads|dgram|dns)(/|$)';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...rows,
    rule('every folder has a row', 'A file in a folder without a row imports nothing.', WITHOUT_A_ROW, {}),
    rule('every file is in a folder with a row', 'A file in a folder without a row is imported by nothing.', {}, WITHOUT_A_ROW),
    rule('no cycle between files', 'Put what both need into a third file.', {}, { circular: true }),
    rule('every import is found', 'A path that leads nowhere.', {}, { couldNotResolve: true, path: '^[./]' }),
    rule(
      'src-shared is a leaf',
      'It runs in the page and in the program: zod and the contract library, nothing else.',
      { path: '^src-shared/' },
      { pathNot: ['^src-shared/', ...pkg('zod', '@orpc/contract')] },
    ),
    rule(
      'the screens see src-shared alone',
      'The page has no process behind it.',
      { path: '^src-renderer/' },
      { path: ['^src-main/', '^node:', ...pkg('electron')] },
    ),
    rule(
      'no node in the screens',
      'The page has no process behind it.',
      { path: '^src-renderer/' },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'no schema library in the page',
      'The contract and the model are types there: zod is too large for the page.',
      { path: '^src-renderer/' },
      {
        path: ['^src-shared/(contract|model)/', ...pkg('zod')],
        dependencyTypesNot: ['type-only'],
      },
    ),
    rule('no screens in the process', 'The program runs without them.', { path: '^src-main/' }, { path: '^src-renderer/' }),
    rule(
      'only the desktop knows Electron',
      'Everything else runs without it.',
      { path: '^src-', pathNot: '^src-main/(desktop/|main\\.ts$|preload\\.ts$)' },
      { path: pkg('electron') },
    ),
    rule(
      'only its entries know the desktop',
      'Everything else runs without Electron.',
      { path: '^src-', pathNot: '^src-main/(desktop/|main\\.ts$|preload\\.ts$)' },
      { path: '^src-main/desktop/' },
    ),
    rule(
      'the bridge is bare',
      'What the preload script can do, the page can do: Electron and the name of the channel.',
      { path: '^src-main/preload\\.ts$' },
      { pathNot: ['^src-main/desktop/window/ipc-channel\\.ts$', ...pkg('electron')] },
    ),
    rule(
      'only the store touches the database',
      'One thread writes the file.',
      { path: '^src-', pathNot: '^src-main/store/' },
      { path: pkg('better-sqlite3', 'drizzle-orm') },
    ),
    rule(
      'only drivers, channels, what sends history and the command line make HTTP requests',
      'A request to a miner has its limits and its deadline in drivers/http, a message in alerts/channels. The lint says the same of `fetch`, which is no import.',
      { path: '^src-', pathNot: '^src-main/(drivers|commands|destinations|alerts/channels)/' },
      { path: pkg('undici') },
    ),
    rule(
      'only channels send mail and publish to brokers',
      'What leaves the machine leaves it in alerts/channels.',
      { path: '^src-', pathNot: '^src-main/alerts/channels/' },
      { path: pkg('nodemailer', 'mqtt') },
    ),
    rule(
      'the transport knows no firmware',
      'Another driver uses the same transport.',
      { path: '^src-main/drivers/http/' },
      {
        path: '^src-',
        pathNot: [
          '^src-main/drivers/http/',
          '^src-main/drivers/(address|call-options|fields|outcome)\\.ts$',
          '^src-main/runtime/network-failure-kind\\.ts$',
        ],
      },
    ),
    rule(
      'only the gateway thread and the scan without an app talk to miners',
      'The gateway thread bounds how many requests are under way at once.',
      {
        path: '^src-',
        pathNot: '^src-main/(gateway/gateway-worker|commands/scan|app/compose-store)\\.ts$',
      },
      { path: '^src-main/gateway/direct-gateway\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'only the registry knows a firmware',
      'Everything else asks a driver for its capabilities, and never a make.',
      { path: '^src-', pathNot: '^src-main/drivers/(vnish/|registry\\.ts$)' },
      { path: '^src-main/drivers/vnish/' },
    ),
    rule(
      'the simulator is independent',
      'A mistake of the client must not be made a second time by what tests it.',
      { path: '^src-main/demo/' },
      { pathNot: '^src-main/demo/', dependencyTypesNot: ['core'] },
    ),
    rule(
      'history is pure',
      'It computes: no file, no network, no thread.',
      { path: '^src-main/history/' },
      { path: NODE_IO },
    ),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'] },
    exclude: { path: '\\.(css|html)$' },
  },
};
