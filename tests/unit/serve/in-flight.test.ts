import { expect, it } from 'vitest';
import { InFlight } from '../../../src-main/serve/in-flight.ts';

it('has nothing to wait for when all is finished', async () => {
  const inFlight = new InFlight();
  await inFlight.track('quick', Promise.resolve());
  expect(await inFlight.finish(0)).toEqual([]);
});

it('waits for what is under way, for what comes meanwhile, and does not mind failures', async () => {
  const inFlight = new InFlight();
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const failing = inFlight.track('first', first.promise).catch(() => 'failed');
  const finished = inFlight.finish(10_000);
  void inFlight.track('second', second.promise);
  first.reject(new Error('first fails'));
  expect(await failing).toBe('failed');
  second.resolve();
  expect(await finished).toEqual([]);
});

it('names what does not finish in time', async () => {
  const inFlight = new InFlight();
  void inFlight.track('done', Promise.resolve());
  void inFlight.track('GET /api/miners', new Promise(() => {}));
  expect(await inFlight.finish(10)).toEqual(['GET /api/miners']);
});
