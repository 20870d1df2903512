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
  'tests/e2e/tooling/dev.test.ts',
  'tests/e2e/desktop/desktop.test.ts',
  'tests/e2e/settings/settings.test.ts',
  'tests/e2e/miner/miner.test.ts',
  'tests/e2e/desktop/settings.test.ts',
  'tests/e2e/incidents/incidents.test.ts',
  'tests/e2e/app/same-pictures.test.ts',
  'tests/e2e/fleet/fleet.test.ts',
  'tests/e2e/sites/sites.test.ts',
  'tests/e2e/jobs/jobs.test.ts',
  'tests/e2e/overview/overview.test.ts',
  'tests/e2e/incidents/board-conditions-and-activity.test.ts',
  'tests/e2e/miner/compare-miners.test.ts',
  'tests/e2e/desktop/first-run.test.ts',
  'tests/stand-in-tests/lifecycle.test.ts',
  'tests/e2e/welcome/first-run.test.ts',
  'tests/e2e/miner/remove-miner.test.ts',
  'tests/e2e/fleet/search.test.ts',
  'tests/e2e/app/hostile-texts.test.ts',
  'tests/e2e/fleet/first-steps.test.ts',
  'tests/e2e/app/lazy-screens.test.ts',
  'tests/e2e/sites/sites-of-other-versions.test.ts',
  'tests/e2e/app/last-farm.test.ts',
  'tests/e2e/settings/api-reference.test.ts',
  'tests/e2e/app/foreign-pages.test.ts',
  // Where a kill comes between a request that is written down and its sending, three minutes
  // longer.
  'tests/integration/jobs/acting.test.ts',
  'tests/integration/jobs/pause-ends.test.ts',
  'tests/integration/app/survives-faults.test.ts',
  'tests/integration/zoo/zoo.test.ts',
  'tests/integration/alerts/latency.test.ts',
  'tests/integration/store/compaction.test.ts',
  'tests/integration/destinations/destination-kill.test.ts',
  'tests/integration/alerts/alerts.test.ts',
  'tests/integration/discovery/discovery.test.ts',
  'tests/integration/destinations/destination-faults.test.ts',
  'tests/integration/polling/polling.test.ts',
  'tests/integration/commands/command-line.test.ts',
  'tests/integration/config/broken-data-folder.test.ts',
  'tests/integration/destinations/postgres.test.ts',
  'tests/integration/destinations/remote-write.test.ts',
  'tests/integration/conditions/reported-miners.test.ts',
  'tests/integration/discovery/other-network.test.ts',
  'tests/integration/fleet/bulk-edits.test.ts',
  'tests/integration/app/program-kill.test.ts',
  'tests/integration/sites/sites.test.ts',
  'tests/integration/app/survives-storage-faults.test.ts',
  'tests/integration/alerts/past-cures.test.ts',
  'tests/integration/commands/backup-and-restore.test.ts',
  'tests/integration/discovery/scan-without-sockets.test.ts',
  'tests/integration/alerts/channels.test.ts',
  'tests/integration/store/threads.test.ts',
  'tests/integration/jobs/own-pools.test.ts',
  'tests/integration/destinations/postgres-faults.test.ts',
  'tests/integration/store/leaving-miners.test.ts',
  'tests/unit/jobs/run/paused-and-scheduled.test.ts',
  'tests/unit/jobs/run/safety.test.ts',
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
