import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const at = (path: string): string => JSON.stringify(join(ROOT, path));

/** Follows a day, from eight in the evening on, in which the clocks are changed at night. */
const SCRIPT = `
const { planDelivery } = await import(${at('src-main/alerts/outbox/plan-delivery.ts')});
const { minuteOfDay, quietBelow } = await import(${at('src-main/alerts/quiet-hours.ts')});
const { endOf } = await import(${at('src-renderer/features/incidents/silent-lengths.ts')});
const local = (ms) => new Date(ms).toLocaleString('sv-SE');
const days = [[2026, 2, 28], [2026, 9, 24]].map(([year, month, day]) => {
  const from = new Date(year, month, day, 20).getTime();
  const digests = [];
  let heldSinceAt = from;
  let quiet = 0;
  for (let now = from; now < new Date(year, month, day + 1, 20).getTime(); now += 60_000) {
    const held = [{ incident_id: 'one', event_at: heldSinceAt, severity: 'info', event: 'opened' }];
    const state = { waiting: [], sentAt: [], retryAt: null, quietBelow: null, closings: 'held' };
    const { do: step } = planDelivery({ ...state, now, held, heldSinceAt, digestAt: ['02:30', '19:00'] });
    if (step === 'digest') {
      digests.push(local(now));
      heldSinceAt = now;
    }
    if (quietBelow({ from: '22:00', to: '07:00' }, minuteOfDay(now)) !== null) quiet += 1;
  }
  return { digests, quietHours: quiet / 60, morning: local(endOf('morning', from)), monday: local(endOf('monday', from)) };
});
process.stdout.write(JSON.stringify(days));
`;

it('digests, quiet hours and the end of maintenance follow the clock on the wall when it is changed', () => {
  const env = { ...process.env, TZ: 'Europe/Berlin' };
  const args = ['--input-type=module', '--eval', SCRIPT];
  const days: unknown = JSON.parse(execFileSync(process.execPath, args, { env, encoding: 'utf8' }));
  expect(days).toEqual([
    {
      // There is no 02:30 in that night.
      digests: ['2026-03-29 03:30:00', '2026-03-29 19:00:00'],
      quietHours: 8,
      morning: '2026-03-29 07:00:00',
      monday: '2026-03-30 07:00:00',
    },
    {
      // 02:30 is there twice.
      digests: ['2026-10-25 02:30:00', '2026-10-25 19:00:00'],
      quietHours: 10,
      morning: '2026-10-25 07:00:00',
      monday: '2026-10-26 07:00:00',
    },
  ]);
});
