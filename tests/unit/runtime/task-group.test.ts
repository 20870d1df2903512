import { expect, it } from 'vitest';
import { TaskGroup } from '../../../src-main/runtime/task-group.ts';

it('reports what goes wrong, thrown at once or later, and leaves nothing unhandled', async () => {
  const errors: unknown[] = [];
  const tasks = new TaskGroup((error) => errors.push(error));
  tasks.run(async () => {
    throw new Error('later');
  });
  tasks.run(() => {
    throw new Error('at once');
  });
  await tasks.idle();
  expect(errors).toHaveLength(2);
  expect(tasks.size).toBe(0);
});

it('is idle when all is over, what began meanwhile included', async () => {
  const ended: string[] = [];
  const tasks = new TaskGroup(() => undefined);
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  tasks.run(async () => {
    await turn();
    tasks.run(async () => {
      await turn();
      ended.push('second');
    });
    ended.push('first');
  });
  await tasks.idle();
  expect(ended).toEqual(['first', 'second']);
});
