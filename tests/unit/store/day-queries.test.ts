import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dayFromStored } from '../../../src-main/app/operations/history/day.ts';
import { openMigrated } from '../../../src-main/store/file/migrate.ts';
import { prepareActivityWrites } from '../../../src-main/store/queries/activity-queries.ts';
import { prepareFarmSlotWrites, readDay } from '../../../src-main/store/queries/history/day-queries.ts';
import { prepareIncidentWrites } from '../../../src-main/store/queries/incident-queries.ts';
import type { StoredIncident } from '../../../src-main/store/store.ts';
import { entryOf } from '../../../src-shared/events/event-entry.ts';
import { DaySum, type IncidentEvent, type NewEvent } from '../../../src-shared/model/index.ts';
import { farmEvent } from '../../fixtures/served/activity-entries.ts';
import { aStoredIncident as incident } from './farm-fixture.ts';

const DAY = { fromAt: 100_000, toAt: 200_000 };
const OPERATOR = { via: 'browser', name: 'browser', scope: 'operate' } as const;
const JOB_ID = '019ab000-0000-7000-8000-000000000001';

it('a day has what was recorded, opened, ended and asked for in it, and nothing where nothing was', () => {
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-day-'));
  const { sqlite } = openMigrated(join(folder, 'powerhive.db'));
  try {
    const read = () => {
      const span = { from_at: DAY.fromAt, to_at: DAY.toAt };
      const names = (id: string) => (id === 'offline' ? 'Offline' : null);
      return DaySum.parse(dayFromStored(readDay(sqlite, DAY), span, names));
    };
    expect(read()).toMatchObject({ monitored_ms: 0, work: [], jobs: { started: 0, latest: [] }, changes: [] });

    const { addToFarmSlots } = prepareFarmSlotWrites(sqlite);
    const times = { recorded_ms: 30_000, known_miner_ms: 60_000, hashing_miner_ms: 45_000 };
    const slot = { algorithm: 'sha256d', ...times, expected_hash: 100, hashed_hash: 80, paid_hash: 70 };
    const lost = [
      { cause: 'other', lost_hash: 5 },
      { cause: 'rule:offline', lost_hash: 15 },
    ];
    addToFarmSlots([{ ...slot, at: 99_999, lost }]);
    addToFarmSlots([{ ...slot, at: 100_000, lost }]);
    addToFarmSlots([{ ...slot, at: 100_000, lost: [{ cause: 'rule:gone', lost_hash: 1 }] }]);
    addToFarmSlots([{ ...slot, at: 200_000, lost }]);
    sqlite.exec('INSERT INTO watched_spans VALUES (90000, 120000), (150000, 160000), (300000, 400000)');

    const { saveIncidents } = prepareIncidentWrites(sqlite);
    const save = (row: StoredIncident, ...events: IncidentEvent['event'][]): void => {
      const timeline = events.map((event) => ({ at: 1, event, actor: null, message: null, job_id: null }));
      saveIncidents([{ incident: row, members: [], timeline }]);
    };
    save(incident('before', { opened_at: 1, resolved_at: 99_000 }), 'opened', 'resolved');
    save(incident('into it', { opened_at: 1, resolved_at: 101_000 }), 'opened', 'resolved');
    save(incident('merged', { opened_at: 110_000, resolved_at: 111_000 }), 'opened', 'merged');
    save(incident('within', { opened_at: 110_000, resolved_at: 120_000 }), 'opened', 'resolved');
    save(incident('beyond', { opened_at: 110_000, resolved_at: 250_000, severity: 'critical' }), 'opened', 'resolved');
    save(incident('open', { opened_at: 50_000, state: 'open', resolved_at: null, severity: 'warning' }), 'opened');
    save(incident('later', { opened_at: 210_000, state: 'open', resolved_at: null }), 'opened');

    const { recordActivity } = prepareActivityWrites(sqlite);
    const job = { job_id: JOB_ID, action: 'restart', params: {}, count: 5, undo_of: null } as const;
    const happened: [NewEvent, at: number][] = [
      [{ event: 'miner_offline', data: { name: 'R1', ip: null } }, 99_999],
      [{ event: 'miner_offline', data: { name: 'R1', ip: null } }, 100_001],
      [{ event: 'miner_managed', actor: OPERATOR, data: { name: 'R1' } }, 130_000],
      [{ event: 'miner_managed', actor: OPERATOR, data: { name: 'R2' } }, 130_001],
      [{ event: 'job_started', actor: OPERATOR, data: job }, 140_000],
    ];
    recordActivity(happened.map(([what, at]) => entryOf({ ...farmEvent(what, at), event_id: `at ${at}` })));

    expect(read()).toEqual({
      from_at: DAY.fromAt,
      to_at: DAY.toAt,
      monitored_ms: 30_000,
      work: [
        {
          algorithm: 'sha256d',
          recorded_ms: 60_000,
          expected_hash: 200,
          hashed_hash: 160,
          paid_hash: 140,
          hashing_percent: 75,
          lost: [
            { cause: 'rule', rule_id: 'offline', rule_name: 'Offline', lost_hash: 15 },
            { cause: 'other', rule_id: null, rule_name: null, lost_hash: 5 },
            { cause: 'rule', rule_id: 'gone', rule_name: null, lost_hash: 1 },
          ],
        },
      ],
      problems: { opened: 2, ended: 2, open_at_end: 2, critical_at_end: 1 },
      miners: { found: 0, removed: 0, went_offline: 1, came_back: 0 },
      jobs: {
        started: 1,
        latest: [
          {
            job_id: JOB_ID,
            started_at: 140_000,
            message: 'Started: restart on 5 miners',
            actor: OPERATOR,
            state: null,
          },
        ],
      },
      changes: [{ actor: OPERATOR, count: 2 }],
    });
  } finally {
    sqlite.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
