import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import type { WriteResponse } from '../../../../src-main/drivers/commands.ts';
import { answerOrEnd } from '../../../../src-main/jobs/run/item/answer-or-end.ts';

const ACCEPTED: WriteResponse = { sent: 'accepted', restart_required: null, reboot_required: null };
const NEVER = new Promise<WriteResponse>(() => undefined);

function ways() {
  const [stop, noAnswer, leave] = [new AbortController(), new AbortController(), new AbortController()];
  const wake = AbortSignal.any([stop.signal, leave.signal]);
  return { stop, noAnswer, leave, env: { endNow: stop.signal, noAnswer: noAnswer.signal, leave: leave.signal, wake } };
}

it('returns the answer, and leaves no listener on signals that live as long as the program', async () => {
  const { env } = ways();
  for (let n = 0; n < 50; n++) {
    expect(await answerOrEnd(() => Promise.resolve(ACCEPTED), env)).toBe(ACCEPTED);
  }
  await expect(answerOrEnd(() => Promise.reject(new Error('gone')), env)).rejects.toThrow('gone');
  expect(getEventListeners(env.leave, 'abort')).toEqual([]);
  expect(getEventListeners(env.noAnswer, 'abort')).toEqual([]);
});

it('does not wait for an answer once the job is stopped, nor where it was stopped before', async () => {
  const { env, stop, noAnswer } = ways();
  const answer = answerOrEnd(() => NEVER, env);
  stop.abort();
  noAnswer.abort();
  expect(await answer).toMatchObject({ sent: 'unknown' });
  expect(await answerOrEnd(() => NEVER, env)).toMatchObject({ sent: 'unknown' });
});

it('does not wait at all when the program ends', async () => {
  const { env, leave } = ways();
  const answer = answerOrEnd(() => NEVER, env);
  leave.abort();
  expect(await answer).toMatchObject({ sent: 'unknown' });
});

it('is not sent any more where the job is stopped before anything of it has left', async () => {
  const { env, stop } = ways();
  const answer = answerOrEnd(
    (unlessBegun) =>
      new Promise((resolve) => {
        unlessBegun.addEventListener('abort', () => resolve({ sent: 'not_sent', message: 'Not sent: cancelled' }));
      }),
    env,
  );
  stop.abort();
  expect(await answer).toEqual({ sent: 'not_sent', message: 'the job was stopped', own: true });
});
