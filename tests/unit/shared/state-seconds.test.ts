import { expect, it } from 'vitest';
import { secondsInState } from '../../../src-shared/judging/state-seconds.ts';
import { momentOf } from '../../../src-shared/miner/miner-now.ts';
import { minerFacts } from '../../../src-shared/miner/miner-state.ts';
import { minerRow, NOW, status } from '../renderer/miner-row.ts';

it('a time in a state that is longer than the uptime is not believed', () => {
  const seconds = (state_seconds: number | null, uptime_s: number | null) =>
    secondsInState({ state_seconds, uptime_s });
  // The uptime is in whole minutes.
  expect([seconds(2580, 2040), seconds(2100, 2040), seconds(2580, null), seconds(null, 60)]).toEqual([
    ...[null, 2100, 2580, null],
  ]);
  const since = (state_seconds: number) =>
    minerFacts(minerRow({ latest_status: status({ state_seconds, uptime_s: 2040 }) }), momentOf(NOW, 15))[0]?.sinceAt;
  expect([since(2580), since(600)]).toEqual([null, NOW - 5000 - 600_000]);
});
