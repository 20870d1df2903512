import { expect, it } from 'vitest';
import { stillResolved } from '../../../../../src-renderer/features/incidents/list/still-resolved.ts';
import { anIncident } from '../../../../fixtures/alerts/incidents.ts';

it('what was opened again since the list was loaded is not among the resolved ones', () => {
  const over = (incident_id: string, resolved_at = 500) => anIncident({ incident_id, state: 'resolved', resolved_at });
  const listed = [over('over'), over('again'), over('long ago', 7)];
  const again = anIncident({ incident_id: 'again', state: 'open', resolved_at: null });
  const ids = (after: number | null, ...unresolved: Parameters<typeof stillResolved>[1]) =>
    stillResolved(listed, unresolved, after).map(({ incident_id }) => incident_id);
  expect(ids(100)).toEqual(['over', 'again']);
  expect(ids(100, again)).toEqual(['over']);
  expect(ids(null, again)).toEqual(['over', 'long ago']);
});
