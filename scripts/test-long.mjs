// What takes too long for every change: fifty kills amid sealing, and two days of simulated history against the projection.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    'tests/integration/store-seal-kill.test.ts',
    'tests/integration/history-size.test.ts',
  ],
  { stdio: 'inherit', env: { ...process.env, POWERHIVE_KILL_ROUNDS: '50', POWERHIVE_HISTORY_HOURS: '48' } },
);
process.exitCode = status ?? 1;
