// The order in which files of tests run: those that take long first, so that no worker has one of
// them left when the others have nothing more to do.
import { relative, sep } from 'node:path';
import type { TestSequencer, TestSpecification } from 'vitest/node';

/** From the longest down, as measured; whatever is not here takes a few seconds. */
export const LONG_FILES: readonly string[] = [
  'tests/lab/elsewhere-and-asleep.test.ts',
  'tests/lab/networks-that-fail.test.ts',
  'tests/lab/slow-and-far.test.ts',
  'tests/lab/scan-width.test.ts',
  'tests/lab/an-ordinary-network.test.ts',
  'tests/e2e/dev.test.ts',
  'tests/e2e/desktop.test.ts',
  'tests/e2e/settings.test.ts',
  'tests/e2e/miner.test.ts',
  'tests/e2e/desktop-settings.test.ts',
  'tests/e2e/incidents.test.ts',
  'tests/e2e/same-pictures.test.ts',
  'tests/e2e/fleet.test.ts',
  'tests/e2e/sites.test.ts',
  'tests/e2e/jobs.test.ts',
  'tests/e2e/overview.test.ts',
  'tests/e2e/watch.test.ts',
  'tests/e2e/compare-miners.test.ts',
  'tests/e2e/desktop-first-run.test.ts',
  'tests/stand-in-tests/lifecycle.test.ts',
  'tests/e2e/first-run.test.ts',
  'tests/e2e/remove-miner.test.ts',
  'tests/e2e/search.test.ts',
  'tests/e2e/hostile-texts.test.ts',
  'tests/e2e/first-steps.test.ts',
  'tests/e2e/lazy-screens.test.ts',
  'tests/e2e/sites-of-other-versions.test.ts',
  'tests/e2e/last-farm.test.ts',
  'tests/e2e/api-reference.test.ts',
  'tests/e2e/foreign-pages.test.ts',
  // Where a kill comes between a request that is written down and its sending, three minutes
  // longer.
  'tests/integration/acting.test.ts',
  'tests/integration/survives-faults.test.ts',
  'tests/integration/zoo/zoo.test.ts',
  'tests/integration/alert-latency.test.ts',
  'tests/integration/store-compaction.test.ts',
  'tests/integration/destination-kill.test.ts',
  'tests/integration/alerts.test.ts',
  'tests/integration/discovery.test.ts',
  'tests/integration/destination-faults.test.ts',
  'tests/integration/polling.test.ts',
  'tests/integration/command-line.test.ts',
  'tests/integration/broken-data-folder.test.ts',
  'tests/integration/postgres.test.ts',
  'tests/integration/remote-write.test.ts',
  'tests/integration/reported-miners.test.ts',
  'tests/integration/other-network.test.ts',
  'tests/integration/many-miners.test.ts',
  'tests/integration/program-kill.test.ts',
  'tests/integration/sites.test.ts',
  'tests/integration/survives-storage-faults.test.ts',
  'tests/integration/what-helped.test.ts',
  'tests/integration/backup-command.test.ts',
  'tests/integration/scan-without-sockets.test.ts',
  'tests/integration/alert-channels.test.ts',
  'tests/integration/store-threads.test.ts',
  'tests/integration/own-pools.test.ts',
  'tests/integration/postgres-faults.test.ts',
  'tests/integration/store-life.test.ts',
  'tests/unit/jobs/paused-and-scheduled.test.ts',
  'tests/unit/jobs/safety.test.ts',
  'tests/unit/runtime/supervised-thread.test.ts',
];

const rankOf = ({ moduleId, project }: TestSpecification): number => {
  const rank = LONG_FILES.indexOf(relative(project.vitest.config.root, moduleId).split(sep).join('/'));
  return rank === -1 ? LONG_FILES.length : rank;
};

/**
 * Long files first. Those of a project stay together: only then does one worker take several of
 * them.
 */
export class LongFirst implements TestSequencer {
  async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const firstOf = new Map<string, number>();
    for (const file of files) {
      const { name } = file.project;
      firstOf.set(name, Math.min(firstOf.get(name) ?? Number.POSITIVE_INFINITY, rankOf(file)));
    }
    const projectOf = ({ project }: TestSpecification): number => firstOf.get(project.name) ?? 0;
    return [...files].sort((a, b) => projectOf(a) - projectOf(b) || rankOf(a) - rankOf(b));
  }

  async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files;
  }
}
