import { expect, it } from 'vitest';
import { runIncidents } from '../../../src-main/commands/incidents.ts';
import { FarmSummary, Incident } from '../../../src-shared/model/index.ts';
import { standInApp } from '../../fixtures/program/stand-in-app.ts';
import { sampleOf } from '../../fixtures/served/sample.ts';

/** An app with this number of unresolved incidents. */
const appWith = (open: number) =>
  standInApp(({ path }) => {
    const url = new URL(path, 'http://app');
    if (url.pathname === '/api/summary') return { ...sampleOf(FarmSummary), open_incidents: open };
    const most = Number(url.searchParams.get('limit') ?? 100);
    return Array.from({ length: Math.min(open, most) }, () => ({ ...sampleOf(Incident), state: 'open' }));
  });

it('lists all that the app gives at once, and says how many there are beyond', async () => {
  await using some = await appWith(300);
  const all = await some.run(runIncidents, '--json');
  expect([JSON.parse(all.stdout).length, all.stderr]).toEqual([300, '']);
  await using many = await appWith(1300);
  const most = await many.run(runIncidents, '--json');
  expect([JSON.parse(most.stdout).length, most.stderr]).toEqual([1000, 'and 300 more\n']);
  // The number of further matches of a search is unknown.
  const found = await many.run(runIncidents, 'R1', '--state', 'open');
  expect(found.stderr).toBe('These are the first 1,000: name what you look for more closely.\n');
});
