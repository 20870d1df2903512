import { expect, it } from 'vitest';
import { successorsOf } from '../../../../../src-renderer/features/remove-miner/successors.ts';
import { minerRow, offlineRow } from '../../miner-row.ts';

it('lists who can take the place of an offline miner, the likeliest first; of one that is online nobody', () => {
  const off = minerRow({ id: '02:95:23:00:00:01', online: false, model_alias: 's19' });
  const others = [
    minerRow({ id: '02:95:23:00:00:02', online: false, managed: true, model_alias: 's19' }),
    minerRow({ id: '02:95:23:00:00:03', online: true, managed: true, model_alias: 's19' }),
    minerRow({ id: '02:95:23:00:00:04', online: true, managed: false, model_alias: 's19' }),
  ];
  const ids = successorsOf(off, [off, ...others]).map(({ id }) => id.slice(-2));
  expect(ids).toEqual(['04', '03', '02']);
  expect(successorsOf({ ...off, online: true }, others)).toEqual([]);
});

it('lists the miner at its last address first', () => {
  const off = offlineRow({ id: '02:95:23:00:00:01', last_ip: '10.1.7.9' });
  const board = minerRow({ id: '02:95:23:00:00:02', ip: '10.1.7.9', managed: true });
  const arrived = minerRow({ id: '02:95:23:00:00:03', ip: '10.1.7.10', first_seen_at: board.first_seen_at + 1 });
  expect(successorsOf(off, [arrived, off, board])[0]).toBe(board);
});
