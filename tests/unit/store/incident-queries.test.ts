import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openMigrated } from '../../../src-main/store/file/migrate.ts';
import {
  prepareIncidentWrites,
  readFiredCounts,
  readIncident,
  readIncidents,
} from '../../../src-main/store/queries/incident-queries.ts';
import type { StoredIncident } from '../../../src-main/store/store.ts';
import type { IncidentEvent } from '../../../src-shared/model/index.ts';
import { aStoredIncident as incident } from './farm-fixture.ts';

it('the resolved incidents are ordered by their end, without those that went on in another one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-incidents-'));
  const { sqlite } = openMigrated(join(folder, 'powerhive.db'));
  try {
    const { saveIncidents } = prepareIncidentWrites(sqlite);
    const save = (row: StoredIncident, ...events: IncidentEvent['event'][]): void => {
      const timeline = events.map((event) => ({ at: 1, event, actor: null, message: null, job_id: null }));
      saveIncidents([{ incident: row, members: [], timeline }]);
    };
    save(incident('long', { resolved_at: 90 }), 'opened', 'resolved');
    save(incident('merged', { resolved_at: 95 }), 'opened', 'merged');
    save(incident('partly merged', { resolved_at: 40 }), 'opened', 'merged', 'resolved');
    save(incident('short', { resolved_at: 20 }), 'opened', 'resolved');
    save(incident('open', { state: 'open' }), 'opened');
    const ids = (states: StoredIncident['state'][], limit = 10) =>
      readIncidents(sqlite, { states, limit }).map(({ incident: { incident_id } }) => incident_id);
    expect(ids(['resolved'])).toEqual(['long', 'partly merged', 'short']);
    expect(ids(['resolved'], 1)).toEqual(['long']);
    expect(ids(['open', 'acknowledged'])).toEqual(['open']);
  } finally {
    sqlite.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

it('what a rule found is counted once for an incident, and not again where that went on in another one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-incidents-'));
  const { sqlite } = openMigrated(join(folder, 'powerhive.db'));
  try {
    const { saveIncidents } = prepareIncidentWrites(sqlite);
    const save = (
      row: StoredIncident,
      events: IncidentEvent['event'][],
      ...faults: [miner: string, rule: string][]
    ): void =>
      saveIncidents([
        {
          incident: row,
          members: faults.map(([miner_id, rule_id]) => ({
            ...{
              miner_id,
              rule_id,
              severity: 'warning',
              message: 'Wrong',
              since_at: 1,
              left_at: null,
              conditions: null,
            },
          })),
          timeline: events.map((event) => ({ at: 1, event, actor: null, message: null, job_id: null })),
        },
      ]);
    save(incident('old', { opened_at: 10, resolved_at: 20 }), ['opened', 'resolved'], ['a', 'offline']);
    save(
      incident('one', { opened_at: 30, resolved_at: 40 }),
      ['opened', 'resolved'],
      ['a', 'offline'],
      ['b', 'offline'],
    );
    save(incident('merged', { opened_at: 50, resolved_at: 60 }), ['opened', 'merged'], ['c', 'offline']);
    save(incident('two', { opened_at: 70, state: 'open' }), ['opened'], ['a', 'fan_lost'], ['a', 'offline']);
    expect(readFiredCounts(sqlite, 30).sort((a, b) => a.rule_id.localeCompare(b.rule_id))).toEqual([
      { rule_id: 'fan_lost', incidents: 1, last_at: 70 },
      { rule_id: 'offline', incidents: 2, last_at: 70 },
    ]);
  } finally {
    sqlite.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

it('an incident that is over has the last entry about its end', () => {
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-incidents-'));
  const { sqlite } = openMigrated(join(folder, 'powerhive.db'));
  try {
    const { saveIncidents } = prepareIncidentWrites(sqlite);
    const actor = { via: 'browser', name: 'browser', scope: 'operate' } as const;
    const timeline: IncidentEvent[] = [
      { at: 1, event: 'resolved', actor, message: 'too early', job_id: null },
      { at: 2, event: 'reopened', actor, message: null, job_id: null },
      { at: 3, event: 'resolved', actor: null, message: 'in maintenance', job_id: null },
    ];
    saveIncidents([{ incident: incident('over', { resolved_at: 3 }), members: [], timeline }]);
    saveIncidents([{ incident: incident('open', { state: 'open' }), members: [], timeline: timeline.slice(0, 2) }]);
    const ends = readIncidents(sqlite, { states: ['open', 'resolved'], limit: 10 }).map(({ end }) => end);
    expect(ends).toEqual([null, { actor: null, message: 'in maintenance' }]);
    expect(readIncident(sqlite, 'over')?.end).toEqual({ actor: null, message: 'in maintenance' });
  } finally {
    sqlite.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
