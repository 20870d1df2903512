import { expect, it } from 'vitest';
import { membersQuery } from '../../../../src-renderer/features/incidents/cause-query.ts';
import { exactQuery } from '../../../../src-renderer/miner-view/exact-query.ts';
import { momentOf } from '../../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { minerRow, NOW, offlineRow } from '../miner-row.ts';

const moment = momentOf(NOW, 15);
const offline = { code: 'offline', severity: 'critical', message: 'Offline.' } as const;
/** Three racks of five; of R2 all are offline, of R3 the first four. */
const farm = [1, 2, 3].flatMap((rack) =>
  [1, 2, 3, 4, 5].map((slot): Miner => {
    const fields = { id: `02:95:23:00:0${rack}:0${slot}`, place: `R${rack}/${slot}`, last_ip: `10.1.${rack}.${slot}` };
    const isOff = rack === 2 || (rack === 3 && slot < 5);
    return isOff ? offlineRow({ ...fields, attention: [offline] }) : minerRow({ ...fields, ip: fields.last_ip });
  }),
);
const inRack = (rack: number, most = 5): Miner[] => farm.slice((rack - 1) * 5, (rack - 1) * 5 + most);
const query = (those: readonly Miner[], likely: readonly string[] = ['condition=offline']) =>
  exactQuery(those, farm, moment, likely);

it('is what an operator would write, if that finds these miners and no others', () => {
  expect(query([...inRack(2), ...inRack(3, 4)])).toBe('condition=offline');
  expect(query(inRack(2))).toBe('rack=R2');
  expect(query([...inRack(1), ...inRack(2)])).toBe('rack=R1|R2');
  expect(query(inRack(3, 4))).toBe('rack=R3 condition=offline');
  const unplaced = inRack(2).map((miner) => ({ ...miner, place: null }));
  expect(exactQuery(unplaced, [...inRack(1), ...unplaced], moment)).toBe('ip:10.1.2.0/24');
});

it('names each of a few, and of many that have nothing in common', () => {
  expect(query(inRack(2, 2))).toBe('mac:029523000201|029523000202');
  expect(query([...inRack(1, 3), ...inRack(3, 2)])).toMatch(/^mac:(\w{12}\|){4}\w{12}$/);
});

it('of a problem is the query of its cause where all of that are in it', () => {
  const known = { miners: farm, moment };
  expect(membersQuery({ kind: 'rack', key: 'R2' }, inRack(2), known)).toBe('rack=R2');
  expect(membersQuery({ kind: 'network', key: '10.1.2.0/24' }, inRack(2), known)).toBe('ip:10.1.2.0/24');
  expect(membersQuery({ kind: 'site', key: 'farm' }, farm, known)).toMatch(/^rack=R1\|R2\|R3$/);
  expect(membersQuery({ kind: 'miner', key: farm[0]?.id ?? '' }, farm.slice(0, 1), known)).toMatch(/^mac:\w{12}$/);
});
