import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openMigrated } from '../../../src-main/store/file/migrate.ts';
import type { SentRequest, StoredJobItem } from '../../../src-main/store/job-records.ts';
import { prepareIncidentWrites } from '../../../src-main/store/queries/incident-queries.ts';
import { prepareJobWrites } from '../../../src-main/store/queries/job-queries.ts';
import { readJobsOn, readPastCures } from '../../../src-main/store/queries/past-cure-queries.ts';
import type { IncidentEvent } from '../../../src-shared/model/index.ts';
import { aJob, aJobItem, aStoredIncident as incident } from './farm-fixture.ts';

const member = (miner_id: string, since_at: number, left_at: number | null, rule_id = 'board_lost') => ({
  ...({ miner_id, rule_id, severity: 'critical', message: 'Board 2 not detected' } as const),
  since_at,
  left_at,
  conditions: null,
});
const sent = (answer: SentRequest['answer'], fields: Partial<StoredJobItem> = {}): Partial<StoredJobItem> => ({
  ...{ verdict: 'proven', started_at: 100, finished_at: 200 },
  sent: [{ request: 'restart', at: 110, answer, message: null }],
  ...fields,
});

it('reads the faults of a rule with their ends, and what was sent to their miners', () => {
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-cures-'));
  const { sqlite } = openMigrated(join(folder, 'powerhive.db'));
  try {
    const { saveIncidents } = prepareIncidentWrites(sqlite);
    const { createJob } = prepareJobWrites(sqlite);
    const ended = (message: string | null): IncidentEvent => ({
      ...{ at: 300, event: 'resolved', actor: null, message, job_id: null },
    });
    const save = (id: string, members: ReturnType<typeof member>[], timeline: IncidentEvent[]): void =>
      saveIncidents([{ incident: incident(id, { resolved_at: timeline.length > 0 ? 300 : null }), members, timeline }]);
    save('cured', [member('a', 50, 300), member('a', 50, 300, 'chip_hot')], [ended(null)]);
    // One left before the rest of it was closed.
    save('closed', [member('b', 60, 250), member('c', 70, 300)], [ended('in maintenance')]);
    save('open', [member('d', 80, null)], []);
    createJob(aJob('1', { created_at: 90 }), [aJobItem('a', sent('accepted')), aJobItem('b', sent('not_sent'))]);
    createJob(aJob('2', { created_at: 95, action: 'reboot' }), [
      aJobItem('c', sent('accepted', { verdict: 'failed', code: 'no_effect' })),
      aJobItem('d', sent(null, { verdict: 'running', finished_at: null })),
      aJobItem('x', sent('accepted')),
    ]);
    const { actions, faults } = readPastCures(sqlite, 'board_lost', 10);
    expect(faults).toEqual([
      { miner_id: 'a', since_at: 50, left_at: 300, is_closed: false },
      { miner_id: 'b', since_at: 60, left_at: 250, is_closed: false },
      { miner_id: 'c', since_at: 70, left_at: 300, is_closed: true },
      { miner_id: 'd', since_at: 80, left_at: null, is_closed: false },
    ]);
    expect([...actions].sort((a, b) => a.miner_id.localeCompare(b.miner_id))).toEqual([
      { miner_id: 'a', action: 'restart', at: 110, carried_out_at: 200, has_failed: false },
      { miner_id: 'c', action: 'reboot', at: 110, carried_out_at: null, has_failed: true },
      { miner_id: 'd', action: 'reboot', at: 110, carried_out_at: null, has_failed: false },
    ]);
    const job = { actor: { via: 'browser', name: 'browser', scope: 'operate' }, at: 100 };
    expect(readJobsOn(sqlite, ['a', 'b', 'c', 'd'], 50, 300)).toEqual([
      { ...job, job_id: '1', action: 'restart', counts: { proven: 1 } },
      { ...job, job_id: '2', action: 'reboot', counts: { failed: 1, running: 1 } },
    ]);
    expect(readJobsOn(sqlite, ['b'], 50, 300)).toEqual([]);
    expect(readJobsOn(sqlite, ['a'], 101, 300)).toEqual([]);
    expect(readPastCures(sqlite, 'board_lost', 300).faults.map(({ miner_id }) => miner_id)).toEqual(['d']);
  } finally {
    sqlite.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
