import { expect, it } from 'vitest';
import { runDay } from '../../../src-main/commands/day.ts';
import { DaySum } from '../../../src-shared/model/index.ts';
import { standInApp } from '../../fixtures/program/stand-in-app.ts';
import { sampleOf } from '../../fixtures/served/sample.ts';

it('says what a day was like, from midnight to midnight in local time', async () => {
  const sample = sampleOf(DaySum);
  await using app = await standInApp(() => ({ ...sample, monitored_ms: 0, work: [] }));
  const { stdout } = await app.run(runDay, '2026-01-31');
  expect(app.asked[0]?.path).toBe(
    `/api/day?from=${new Date(2026, 0, 31).getTime()}&to=${new Date(2026, 1, 1).getTime()}`,
  );
  expect(stdout).toMatch(/^Monitored {2}not at all\nHashed {5}unknown: not monitored\n/);
  expect(JSON.parse((await app.run(runDay, 'yesterday', '--json')).stdout)).toMatchObject({ work: [] });
});
