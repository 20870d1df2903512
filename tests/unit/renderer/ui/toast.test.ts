import { afterAll, expect, it, vi } from 'vitest';

const show = vi.hoisted(() => vi.fn());
vi.mock('@mantine/notifications', () => ({ notifications: { show, hide: vi.fn() } }));

vi.resetModules();
afterAll(() => vi.resetModules());
const { toastNews, toastTrouble } = await import('../../../../src-renderer/ui/feedback/toast.tsx');

it('news leave by themselves, and trouble stays until it is closed', () => {
  const open = { label: 'Show', run: () => undefined };
  toastNews('Back: 22 of 24 miners', 'Went offline at 13:27.', open);
  toastNews('Back: all 24 miners', 'Went offline at 13:27.');
  toastTrouble('alert', 'Disk almost full', 'Free some space.', open);
  expect(show.mock.calls.map(([{ autoClose }]) => autoClose)).toEqual([20_000, 20_000, false]);
});
