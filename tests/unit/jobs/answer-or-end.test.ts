import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import type { WriteResponse } from '../../../src-main/drivers/commands.ts';
import { answerOrEnd } from '../../../src-main/jobs/run/item/answer-or-end.ts';

const ACCEPTED: WriteResponse = { sent: 'accepted', restart_required: null, reboot_required: null };

it('returns the answer, and leaves no listener on signals that live as long as the program', async () => {
  const leave = new AbortController();
  for (let n = 0; n < 50; n++) {
    expect(await answerOrEnd(Promise.resolve(ACCEPTED), new AbortController().signal, leave.signal)).toBe(ACCEPTED);
  }
  await expect(answerOrEnd(Promise.reject(new Error('gone')), leave.signal)).rejects.toThrow('gone');
  expect(getEventListeners(leave.signal, 'abort')).toEqual([]);
});

it('does not wait for an answer once the job is stopped, nor where it was stopped before', async () => {
  const never = new Promise<WriteResponse>(() => undefined);
  const stop = new AbortController();
  const answer = answerOrEnd(never, stop.signal);
  stop.abort();
  expect(await answer).toMatchObject({ sent: 'unknown' });
  expect(await answerOrEnd(never, AbortSignal.abort())).toMatchObject({ sent: 'unknown' });
});
