import { expect, it } from 'vitest';
import { racksTogether } from '../../../../../src-renderer/features/incidents/list/sort-by-rack.ts';
import { anIncident, incidentId } from '../../../../fixtures/alerts/incidents.ts';

const one = (key: string, fields: Parameters<typeof anIncident>[0] = {}) =>
  anIncident({ incident_id: incidentId(), severity: 'critical', cause: { kind: 'miner', key }, ...fields });
/** `A1` is in rack A, `x` in none. */
const rackOf = (id: string) => (id.length > 1 ? id.charAt(0) : null);

it('the same fault of miners in one rack stands together, at the place of the most urgent', () => {
  const sorted = [
    ...[one('B1'), one('A1'), one('x'), one('B2'), one('y'), one('A2', { rule_id: 'hot' }), one('A3'), one('B3')],
    ...[one('A4', { severity: 'warning' }), anIncident({ cause: { kind: 'network', key: 'A9' } })],
  ];
  expect(racksTogether(sorted, rackOf).map(({ cause }) => cause.key)).toEqual('B1 B2 B3 A1 A3 x y A2 A4 A9'.split(' '));
});
