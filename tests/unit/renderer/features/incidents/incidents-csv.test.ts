import { expect, it } from 'vitest';
import { incidentsCsv } from '../../../../../src-renderer/features/incidents/list/incidents-csv.ts';
import { anIncident, incidentId } from '../../../../fixtures/alerts/incidents.ts';

const HOT = '02:95:23:00:00:01';
const fault = { rule_id: 'chip_hot', severity: 'warning', since_at: 0 } as const;

it('has a line for each incident, with the names of its miners, and times that a spreadsheet reads', () => {
  const hot = anIncident({
    incident_id: incidentId(),
    title: '=Anna: Chip at 91 °C',
    cause: { kind: 'miner', key: HOT },
    miner_ids: [HOT],
    miners_total: 1,
    faults: [
      { ...fault, message: 'Chip at 91 °C' },
      { ...fault, message: 'Fan 3 of 4 stopped' },
      { ...fault, message: 'Fan 3 of 4 stopped' },
    ],
    since_at: Date.UTC(2026, 0, 31, 12),
    resolved_at: null,
    hashrate_lost_hs: 1.5e12,
    acknowledged_by: 'browser',
  });
  const [columns = '', line = '', end] = incidentsCsv([hot], (id) => (id === HOT ? 'Anna' : id), 'comma').split('\r\n');
  const cells = Object.fromEntries(
    columns
      .replace('\uFEFF', '')
      .split(',')
      .map((name, i) => [name, line.split(',')[i]]),
  );
  expect(cells).toMatchObject({
    title: "'=Anna: Chip at 91 °C",
    cause_kind: 'miner',
    cause: HOT,
    faults: '"Chip at 91 °C; Fan 3 of 4 stopped"',
    resolved: '',
    miners: 'Anna',
    hashrate_lost_hs: '1500000000000',
    acknowledged_by: 'Browser',
    incident_id: hot.incident_id,
  });
  expect(cells['since']).toMatch(/^2026-0(1-31|2-01)T\d\d:\d\d:00/);
  expect(end).toBe('');
});
