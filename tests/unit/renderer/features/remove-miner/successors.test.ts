import { describe, expect, it } from 'vitest';
import { newcomerAtItsAddress, successorsOf } from '../../../../../src-renderer/features/remove-miner/successors.ts';
import { minerRow, NOW, offlineRow, status } from '../../miner-row.ts';

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

describe('a miner that was first found at the address of an offline one, after that was last read', () => {
  const off = offlineRow({ id: '02:95:23:00:00:01', last_ip: '10.1.7.9', latest_status: status({ recorded_at: NOW }) });
  const at = (last: string, ip: string | null, firstSeenAt: number) =>
    minerRow({ id: `02:95:23:00:00:${last}`, ip, first_seen_at: firstSeenAt });
  const board = at('02', '10.1.7.9', NOW + 60_000);
  const arrived = at('03', '10.1.7.10', NOW + 90_000);

  it('is likely to be the same machine, before miners that were found later', () => {
    expect(newcomerAtItsAddress(off, [arrived, off, board])).toBe(board);
    expect(successorsOf(off, [arrived, off, board])[0]).toBe(board);
  });

  it('is neither a miner that was known before and got its address, nor one for a miner that is online', () => {
    expect(newcomerAtItsAddress(off, [off, at('02', '10.1.7.9', NOW - 60_000), at('04', null, NOW + 1)])).toBeNull();
    expect(newcomerAtItsAddress({ ...off, online: true }, [board])).toBeNull();
  });
});
