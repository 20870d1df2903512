import { expect, it } from 'vitest';
import { attentionNow } from '../../../../src-renderer/app/header/attention-now.ts';
import { momentOf } from '../../../../src-shared/miner/miner-now.ts';
import type { Maintenance, Miner } from '../../../../src-shared/model/index.ts';
import { withMaintenance } from '../../../../src-shared/query/index.ts';
import { TESTER } from '../../../fixtures/actors.ts';
import { minerRow, NOW } from '../miner-row.ts';

const CRITICAL: Miner['attention'] = [{ code: 'offline', severity: 'critical', message: 'Offline.' }];
const WARNING: Miner['attention'] = [{ code: 'hot', severity: 'warning', message: 'Hot.' }];
const WORK: Maintenance = {
  ...{ id: '01890a5d-ac96-774b-bcce-b302099a8057', query: 'rack=R5', reason: '', rule_ids: [] },
  ...{ starts_at: NOW - 1, ends_at: NOW + 60_000, created_at: NOW - 1, actor: TESTER },
};
const moment = withMaintenance(momentOf(NOW, 15), [WORK]);
const at = (place: string, attention: Miner['attention']) => minerRow({ place, attention });

it('a dark rack in maintenance is counted as such, and is no alarm', () => {
  const dark = [at('R5/1', CRITICAL), at('R5/2', CRITICAL)];
  const hot = at('R6/1', WARNING);
  expect(attentionNow([...dark, hot, at('R5/3', [])], moment)).toEqual({ inMaintenance: 2, critical: false });
  expect(attentionNow([...dark, at('R6/1', CRITICAL)], moment)).toEqual({ inMaintenance: 2, critical: true });
  const burning = at('R5/4', [{ code: 'fan_lost', severity: 'critical', message: 'All fans.', in_danger: true }]);
  expect(attentionNow([burning], moment)).toEqual({ inMaintenance: 1, critical: true });
  expect(attentionNow(dark, momentOf(NOW, 15))).toEqual({ inMaintenance: 0, critical: true });
});
