import { expect, it } from 'vitest';
import { createScanOperations } from '../../../src-main/app/operations/scans.ts';
import { Settings } from '../../../src-shared/model/index.ts';
import { BY_TESTER } from '../../fixtures/actors.ts';

it.each([
  ['more than 65,536', '198.18.0.0/15'],
  ['public', '8.8.8.0/24'],
])('a target of %s addresses is scanned where that is asked for, and refused else', (_, target) => {
  const requested: unknown[] = [];
  const discovery = {
    watching: () => ({ state: 'watching' }),
    request: (targets: unknown) => `scan ${requested.push(targets)}`,
  };
  const settings = { current: Settings.parse({}) };
  const { start } = createScanOperations({ discovery, settings } as never);
  const targets = [target];
  expect(start({ targets }, BY_TESTER)).toMatchObject({ ok: false });
  expect(start({ targets, force: false }, BY_TESTER)).toMatchObject({ ok: false });
  expect(requested).toEqual([]);
  expect(start({ targets, force: true }, BY_TESTER)).toEqual({ ok: true, value: { scan_id: 'scan 1' } });
  expect(requested).toEqual([targets]);
});

it('a public network that the settings name is confirmed already', () => {
  const requested: unknown[] = [];
  const discovery = {
    watching: () => ({ state: 'watching' }),
    request: (targets: unknown) => `scan ${requested.push(targets)}`,
  };
  const settings = { current: Settings.parse({ network: { subnets: ['8.8.8.0/24'] } }) };
  const { start } = createScanOperations({ discovery, settings } as never);
  expect(start({ targets: ['8.8.8.8-20'] }, BY_TESTER)).toMatchObject({ ok: true });
  expect(start({ targets: ['8.8.8.0/23'] }, BY_TESTER)).toMatchObject({ ok: false });
  expect(requested).toEqual([['8.8.8.8-20']]);
});
