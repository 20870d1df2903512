// Tests that take too long for every change: ten minutes for each fault of the database (missing,
// locked, unmounted, disk full) and of threads that end or hang (POWERHIVE_FAULT_MINUTES); fifty
// kills during compaction, two hundred of the whole program, two hundred while jobs run, a thousand
// jobs among faults, eight actions on simulated miners with each fault, a hundred while alerts are
// sent, and a hundred each of PowerHive and of a destination while history is sent; a destination
// that is down for three days of a thousand miners (POWERHIVE_AWAY_HOURS and POWERHIVE_AWAY_MINERS
// for others); three remote sites of 2,700 miners each (POWERHIVE_FAR_SITES and
// POWERHIVE_FAR_MINERS for others); a network that loses packets; half an hour of a thousand miners
// (POWERHIVE_SOAK_MINUTES and POWERHIVE_SOAK_MINERS for others); two days of simulated history
// against the projection; and a hundred thousand cases for every parser of foreign input
// (POWERHIVE_FUZZ_CASES for another number, POWERHIVE_FUZZ_SEED for other cases).
import { spawnSync } from 'node:child_process';

const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    'tests/integration/store/compaction-kill.test.ts',
    'tests/integration/app/program-kill.test.ts',
    'tests/integration/jobs/acting.test.ts',
    'tests/integration/jobs/verdicts.test.ts',
    'tests/integration/destinations/remote-write.test.ts',
    'tests/integration/destinations/destination-away.test.ts',
    'tests/integration/destinations/destination-kill.test.ts',
    'tests/integration/destinations/postgres.test.ts',
    'tests/integration/sites/sites-far.test.ts',
    'tests/integration/alerts/outbox-kill.test.ts',
    'tests/integration/discovery/lossy-network.test.ts',
    'tests/lab/lost-packets.test.ts',
    'tests/integration/app/soak.test.ts',
    'tests/integration/app/survives-faults.test.ts',
    'tests/integration/app/survives-storage-faults.test.ts',
    'tests/integration/history/history-size.test.ts',
    'tests/fuzz',
    'tests/unit/jobs/run/safety.test.ts',
    'tests/unit/shared/query',
    'tests/unit/discovery',
  ],
  {
    stdio: 'inherit',
    env: {
      POWERHIVE_FUZZ_CASES: '100000',
      POWERHIVE_SOAK_MINUTES: '30',
      POWERHIVE_FAULT_MINUTES: '10',
      POWERHIVE_AWAY_HOURS: '72',
      POWERHIVE_FAR_MINERS: '2700',
      ...process.env,
      POWERHIVE_KILL_ROUNDS: '50',
      POWERHIVE_PROGRAM_KILLS: '200',
      POWERHIVE_ACTING_KILLS: '200',
      POWERHIVE_ACTING_SEEDS: '1000',
      POWERHIVE_ACTING_TRUTH: '1',
      POWERHIVE_DESTINATION_KILLS: '100',
      POWERHIVE_ALERT_KILLS: '100',
      POWERHIVE_LOSSY_SCANS: '20',
      POWERHIVE_LOSSY_MINUTES: '10',
      POWERHIVE_HISTORY_HOURS: '48',
    },
  },
);
process.exitCode = status ?? 1;
