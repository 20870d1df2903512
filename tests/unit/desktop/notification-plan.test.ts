import { describe, expect, it } from 'vitest';
import {
  composeMessages,
  type Situation,
  tellAt,
  whySilent,
} from '../../../src-main/desktop/notifications/notification-plan.ts';
import type { PresenceChange } from '../../../src-main/desktop/notifications/presence.ts';
import { isQuiet } from '../../../src-main/desktop/notifications/quiet-hours.ts';

const NOW = Date.UTC(2030, 0, 1, 14, 30);
const clock = (atMs: number): string => new Date(atMs).toISOString().slice(11, 16);
const NOON = 12 * 60;

function change(n: number, changes: Partial<PresenceChange> = {}): PresenceChange {
  return {
    kind: 'offline',
    id: `02:95:23:00:00:${n.toString(16).padStart(2, '0')}`,
    name: `R1-S01-${n}`,
    ip: `10.1.4.${n}`,
    managed: true,
    seenOnline: true,
    lastSeenAt: NOW - 120_000,
    offlineSinceAt: null,
    ...changes,
  };
}
const situation = (changes: Partial<Situation> = {}): Situation => ({
  enabled: true,
  quietHours: null,
  minuteOfDay: NOON,
  watching: 'watching',
  justResumed: false,
  called: new Set(),
  ...changes,
});
const many = (count: number, changes: Partial<PresenceChange> = {}): PresenceChange[] =>
  Array.from({ length: count }, (_, n) => change(n + 1, changes));
const tell = (changes: readonly PresenceChange[]) => composeMessages(changes, NOW, clock);

describe('whether a change causes a notification', () => {
  it('is so when a managed miner that was there goes offline while PowerHive watches', () => {
    expect(whySilent(change(1), situation())).toBeNull();
  });

  it.each([
    ['switched_off', change(1), situation({ enabled: false })],
    ['unmanaged', change(1, { managed: false }), situation()],
    ['just_resumed', change(1), situation({ watching: 'not_watching', justResumed: true })],
    ['not_watching', change(1), situation({ watching: 'not_watching' })],
    ['not_watching', change(1), situation({ watching: 'paused' })],
    ['never_seen_online', change(1, { seenOnline: false }), situation()],
    ['quiet_hours', change(1), situation({ quietHours: { from: '11:00', to: '13:00' } })],
    ['not_called_offline', change(1, { kind: 'back' }), situation()],
    [
      'quiet_hours',
      change(1, { kind: 'back' }),
      situation({ called: new Set([change(1).id]), quietHours: { from: '11:00', to: '13:00' } }),
    ],
  ] as const)('is not so, because %s', (why, of, at) => {
    expect(whySilent(of, at)).toBe(why);
  });

  it('is so when a miner is back whose absence caused a notification', () => {
    expect(whySilent(change(1, { kind: 'back' }), situation({ called: new Set([change(1).id]) }))).toBeNull();
  });
});

describe('quiet hours', () => {
  it('go from one time to the other, over midnight too', () => {
    const night = { from: '22:30', to: '06:00' };
    expect([22 * 60 + 29, 22 * 60 + 30, 0, 359, 360].map((minute) => isQuiet(night, minute))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
    const noon = { from: '12:00', to: '13:00' };
    expect([719, 720, 779, 780].map((minute) => isQuiet(noon, minute))).toEqual([false, true, true, false]);
  });

  it('are the whole day when both times are the same, and never when there are none', () => {
    expect(isQuiet({ from: '08:00', to: '08:00' }, NOON)).toBe(true);
    expect(isQuiet(null, NOON)).toBe(false);
  });
});

describe('what is announced', () => {
  it('of one miner is its name and since when, and a click opens it', () => {
    expect(tell([change(7)])).toEqual([
      { title: 'R1-S01-7 went offline', body: 'Last seen 14:28 at 10.1.4.7.', route: '/fleet/02:95:23:00:00:07' },
    ]);
    expect(tell([change(7, { name: '10.1.4.7' })])[0]?.body).toBe('Last seen 14:28.');
  });

  it('of thirty at once is one message, and a click shows them', () => {
    expect(tell(many(30))).toEqual([
      {
        title: '30 miners went offline in 10.1.4.0/24',
        body: 'R1-S01-1, R1-S01-2, R1-S01-3, R1-S01-4 and 26 more',
        route: '/fleet?q=offline',
      },
    ]);
  });

  it('of miners in several networks names none of them', () => {
    expect(tell([change(1), change(2, { ip: '10.1.5.2:8080' })])[0]?.title).toBe('2 miners went offline');
    expect(tell([change(1), change(2, { ip: null })])[0]?.title).toBe('2 miners went offline');
    expect(tell([change(1, { ip: '127.77.0.1:8980' }), change(2, { ip: '127.77.0.2:8980' })])[0]?.title).toBe(
      '2 miners went offline in 127.77.0.0/24',
    );
  });

  it('of those that are back is one message too', () => {
    expect(tell(many(3, { kind: 'back' }))).toEqual([
      { title: '3 miners came back online in 10.1.4.0/24', body: 'R1-S01-1, R1-S01-2, R1-S01-3', route: '/fleet' },
    ]);
    expect(tell([change(7, { kind: 'back', offlineSinceAt: NOW - 720_000 })])).toEqual([
      { title: 'R1-S01-7 is back online (offline 12 min)', body: '', route: '/fleet/02:95:23:00:00:07' },
    ]);
  });

  it('is nothing of a miner that went and came in the same moment', () => {
    expect(tell([change(1), change(1, { kind: 'back' })])).toEqual([]);
    expect(tell([change(1), change(1, { kind: 'back' }), change(1)])).toHaveLength(1);
    expect(tell([change(1), change(2, { kind: 'back' })])).toHaveLength(2);
  });

  it('waits until no more come, and not for ever', () => {
    expect(tellAt(0, 0)).toBe(3000);
    expect(tellAt(0, 2500)).toBe(5500);
    expect(tellAt(0, 29_000)).toBe(30_000);
  });
});
