import { ORPCError } from '@orpc/client';
import { expect, it } from 'vitest';
import { joinedLists, MOST_OF_A_SITE, type SiteList } from '../../../src-renderer/features/sites/joined-lists.ts';
import { DAY_MS } from '../../../src-shared/milliseconds.ts';
import { anIncident } from '../../fixtures/alerts/incidents.ts';

const NONE: SiteList = { siteId: null, name: 'Hall 1', aheadMs: 0, incidents: [], error: null };
const refused = new ORPCError('BAD_GATEWAY', { message: 'It does not respond in time.' });

it('knows of no open problem only where every list was received', () => {
  expect(joinedLists([NONE, NONE])).toEqual({ rows: [], gaps: [], isNone: true });
  const loading = { ...NONE, name: 'Hall 2', incidents: null };
  expect(joinedLists([NONE, loading])).toEqual({ rows: [], gaps: ['Hall 2: loading'], isNone: false });
  const failed = {
    ...loading,
    error: new ORPCError('BAD_GATEWAY', { message: 'Hall 2: It does not respond in time.' }),
  };
  expect(joinedLists([failed, NONE])).toEqual({
    rows: [],
    gaps: ['Hall 2: its problems cannot be loaded. It does not respond in time.'],
    isNone: false,
  });
});

it('says of a list that is not renewed that it is an old one', () => {
  const incident = anIncident({});
  const { rows, gaps } = joinedLists([{ ...NONE, incidents: [incident], error: refused }]);
  expect(rows).toEqual([{ siteId: null, site: 'Hall 1', incident }]);
  expect(gaps).toEqual(['Hall 1: what is listed is not up to date. It does not respond in time.']);
});

it('lists the most urgent of all sites first, and says how many are left out', () => {
  const warnings = Array.from({ length: MOST_OF_A_SITE - 1 }, () => anIncident({ severity: 'warning' }));
  const critical = anIncident({ severity: 'critical' });
  const { rows, gaps } = joinedLists([
    { ...NONE, incidents: warnings },
    { ...NONE, siteId: '2', name: 'Hall 2', incidents: [...warnings, critical] },
  ]);
  expect(rows).toHaveLength(100);
  expect(rows[0]).toEqual({ siteId: '2', site: 'Hall 2', incident: critical });
  expect(gaps).toEqual([`and ${2 * MOST_OF_A_SITE - 1 - 100} more`, 'Hall 2: only the 100 most urgent are listed']);
});

it('has the times of a site whose clock is wrong by the clock here', () => {
  const at = Date.UTC(2026, 1, 3, 14, 5);
  const { rows } = joinedLists([
    { ...NONE, name: 'A day ahead', aheadMs: DAY_MS, incidents: [anIncident({ since_at: at + DAY_MS })] },
    { ...NONE, name: 'Right', incidents: [anIncident({ since_at: at + 1 })] },
  ]);
  expect(rows.map(({ site, incident }) => [site, incident.since_at - at])).toEqual([
    ['A day ahead', 0],
    ['Right', 1],
  ]);
});
