import { expect, it } from 'vitest';
import { createSettingsOperations } from '../../../src-main/app/operations/settings.ts';
import { Settings } from '../../../src-shared/model/index.ts';

const { previewTargets } = createSettingsOperations({ settings: { current: Settings.parse({}) } } as never);
const preview = (text: string) => previewTargets({ targets: [text] }).targets[0];

it.each([
  ['127.0.8.10-80', 71],
  ['127.0.8.10 - 127.0.8.80', 71],
  ['127.0.8.*', 256],
])('the networks on a screen may be written %s', (text, address_count) => {
  expect(preview(text)).toMatchObject({ address_count, error: null });
});

it('what is wrong with a network is said on a screen without the network again, and without options of commands', () => {
  expect(preview('127.0.0.300')?.error).toBe(
    'Not an address, range or network. Examples: 10.1.0.0/22, 10.1.8.10-80, 10.1.8.10, miner7.lan:81',
  );
  const { error } = preview('127.0.0.0/8') ?? {};
  expect(error).toMatch(
    /Enter only those of its \/16 networks that have miners: 127\.0\.0\.0\/16 … 127\.255\.0\.0\/16\.$/,
  );
});
