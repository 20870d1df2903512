import { expect, it } from 'vitest';
import { newestReadingAt } from '../../../../../src-renderer/features/overview/wall-clock.tsx';
import { minerRow, NOW, status } from '../../miner-row.ts';

it('the wall is as old as the newest reading of a managed miner', () => {
  const read = (secondsAgo: number, managed = true) =>
    minerRow({ managed, latest_status: status({ recorded_at: NOW - secondsAgo * 1000 }) });
  expect(newestReadingAt([read(30), read(12), read(2, false)])).toBe(NOW - 12_000);
  expect(newestReadingAt([minerRow({ latest_status: null })])).toBeNull();
  expect(newestReadingAt([])).toBeNull();
});
