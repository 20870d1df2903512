import { expect, it } from 'vitest';
import { runPauseEnd } from '../../../src-main/commands/pause-end.ts';
import { EXIT } from '../../../src-main/commands/shared/command.ts';
import { Job } from '../../../src-shared/model/index.ts';
import { standInApp } from '../../fixtures/program/stand-in-app.ts';
import { sampleOf } from '../../fixtures/served/sample.ts';

const AT = new Date(2030, 0, 31, 14, 30).getTime();
const endOf = (at: number, state = 'waiting') => ({ at, state, reason: null, job_id: null });
const pause = (own: object = {}) => ({
  ...sampleOf(Job),
  action: 'pause',
  params: {},
  counts: { in_force: 57 },
  miners_text: 'R2',
  pause_end: endOf(AT),
  ...own,
});

it('lists the pauses that have an end, also those that are not among the latest jobs', async () => {
  const jobs = [
    ...Array.from({ length: 500 }, () => pause({ pause_end: null })),
    pause({ pause_end: endOf(AT, 'done') }),
    pause(),
  ];
  await using app = await standInApp(({ path }) => (path.includes('before=') ? jobs.slice(500) : jobs.slice(0, 500)));
  const { code, stdout } = await app.run(runPauseEnd);
  expect(code).toBe(EXIT.done);
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/)),
  ).toEqual([
    ['JOB', expect.stringMatching(/^ *PAUSED$/), 'MINERS', 'UNTIL'],
    [pause().job_id, '57', 'R2', '2030-01-31 14:30'],
  ]);
  const listed = JSON.parse((await app.run(runPauseEnd, '--json')).stdout) as Job[];
  expect(listed.map(({ pause_end }) => pause_end?.state)).toEqual(['waiting']);
  await using none = await standInApp(() => []);
  expect((await none.run(runPauseEnd)).stdout).toBe('No pause has an end\n');
});

it('sets and changes the end of a pause, or takes it away', async () => {
  await using app = await standInApp(({ body }) => {
    const isNone = (body as { resume_at?: number | null }).resume_at === null;
    return pause({ pause_end: endOf(AT, isNone ? 'cancelled' : 'waiting') });
  });
  const id = pause().job_id;
  const until = 'Its miners are resumed at 2030-01-31 14:30, those that are still paused by it\n';
  expect((await app.run(runPauseEnd, id, '--until', '2030-01-31 14:30')).stdout).toBe(until);
  expect((await app.run(runPauseEnd, id, '--for', '1h30m')).stdout).toBe(until);
  const { code, stdout } = await app.run(runPauseEnd, id, '--none');
  expect([code, stdout]).toEqual([EXIT.done, 'Its miners stay paused until someone resumes them\n']);
  expect(app.asked).toEqual(
    [{ resume_at: AT }, { resume_after_minutes: 90 }, { resume_at: null }].map((body) => ({
      method: 'POST',
      path: `/api/jobs/${id}/pause-end`,
      body,
    })),
  );
});

it.each([
  [['job', '--none', '--for', '1h'], 'give one of --for, --until and --none'],
  [['job', '--until', '14:30', '--for', '1h'], 'give either --for or --until'],
  [['job'], 'give one of --for, --until and --none'],
  [['--none'], 'enter the id of the pause'],
  [['job', 'other', '--none'], 'enter one job'],
  [['job', '--until', 'soon'], '--until takes a time'],
])('refuses %j, and asks for nothing', async (args, words) => {
  await using app = await standInApp(() => pause());
  expect((await app.run(runPauseEnd, ...args)).code).toContain(words);
  expect(app.asked).toEqual([]);
});
