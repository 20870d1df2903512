import { expect, it } from 'vitest';
import { nobodyNotified } from '../../../../src-renderer/app/banners/nobody-notified.ts';

it('nobody is notified until a channel has delivered something, and not only exists', () => {
  const channel = (last_success_at: number | null, last_error: string | null, kind: 'ntfy' | 'heartbeat' = 'ntfy') => ({
    kind,
    enabled: true,
    state: { last_success_at, last_error },
  });
  expect(nobodyNotified([])).toBe('No channel set: nobody is notified.');
  expect(nobodyNotified([channel(1, null, 'heartbeat')])).toBe('No channel set: nobody is notified.');
  expect(nobodyNotified([channel(null, null)])).toMatch(/^No message was delivered yet: send a test/);
  expect(nobodyNotified([channel(null, 'refused')])).toBe('No message was delivered: nobody is notified.');
  expect(nobodyNotified([channel(null, 'refused'), channel(7, null)])).toBeNull();
  // One that worked and fails now is a problem in the list.
  expect(nobodyNotified([channel(7, 'refused')])).toBeNull();
});
