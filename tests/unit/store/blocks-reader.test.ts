import { afterEach, beforeEach, expect, it } from 'vitest';
import { openOutgoingHistory } from '../../../src-main/store/outgoing-history.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { DAY, newFarm } from './tidied-farm.ts';

let farm: ReturnType<typeof newFarm>;
beforeEach(() => {
  farm = newFarm(2);
});
afterEach(() => farm.remove());

it('what is read of an hour for a destination is the same before and after it is compacted, to its last reading', async () => {
  const history = openOutgoingHistory(farm.file);
  const [first = 0, second = 0] = history.miners(0, 9).map(({ miner_key }) => miner_key);
  const read = () =>
    history.together(() =>
      [first, second].map((key) => {
        const minutes = (from: number, to: number) =>
          history
            .statuses(key, DAY + from * MINUTE_MS, DAY + to * MINUTE_MS)
            .map(({ recorded_at, hashrate_hs }) => [(recorded_at - DAY) / MINUTE_MS, hashrate_hs]);
        return [minutes(0, 180), minutes(55, 60), minutes(60, 61), minutes(115, 125), minutes(150, 180)];
      }),
    );
  farm.record(1, DAY, DAY + 3 * HOUR_MS);
  farm.record(2, DAY + HOUR_MS, DAY + 2 * HOUR_MS);
  const before = read();
  expect(before.map((all) => all.map((rows) => rows.length))).toEqual([
    [36, 1, 1, 2, 6],
    [12, 0, 1, 1, 0],
  ]);
  const compacted: unknown[] = [];
  for (const hours of [1, 2, 3]) {
    await farm.tidy(DAY + hours * HOUR_MS + 30 * MINUTE_MS);
    compacted.push(farm.sqlite.prepare("SELECT count(*) FROM history_blocks WHERE tier = 'status_raw'").pluck().get());
    expect(read()).toEqual(before);
  }
  expect(compacted).toEqual([1, 3, 4]);
  history.close();
});
