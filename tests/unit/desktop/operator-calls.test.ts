import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src-main/desktop/notifications/notification-plan.ts';
import { OperatorCalls } from '../../../src-main/desktop/notifications/operator-calls.ts';
import type { LiveEvent, Miner, Settings, Watching } from '../../../src-shared/model/index.ts';
import { ManualClock, settle } from '../../fixtures/manual-clock.ts';
import { minerRow } from '../renderer/miner-row.ts';

const id = (n: number): string => `02:95:23:00:00:${n.toString(16).padStart(2, '0')}`;

function watch(count: number, settings: Settings['notifications'] = { enabled: true, quiet_hours: null }) {
  const clock = new ManualClock();
  const shown: Message[] = [];
  const silences: unknown[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void silences.push(JSON.parse(line).silence) });
  const calls = new OperatorCalls({
    settings: () => settings,
    clock,
    log,
    show: (message) => void shown.push(message),
  });
  const online = (n: number): Miner =>
    minerRow({ id: id(n), nickname: `M${n}`, ip: `10.1.4.${n}`, last_seen_at: clock.nowMs() });
  const offline = (n: number): Miner => ({ ...online(n), ip: null, online: false, offline_since_at: clock.nowMs() });
  const numbers = Array.from({ length: count }, (_, n) => n + 1);
  const rows = (miners: Miner[]): LiveEvent => ({ seq: 1, type: 'miners', miners, removed_ids: [] });
  const say = (state: Watching['state']): void =>
    calls.take({ seq: 1, type: 'watching', watching: { state, since_at: clock.nowMs(), reason: null } });
  calls.take({
    seq: 1,
    type: 'snapshot',
    first: true,
    last: true,
    miners: numbers.map(online),
    watching: { state: 'watching', since_at: 0, reason: null },
  });
  return {
    clock,
    calls,
    shown,
    silences,
    say,
    go: (...gone: number[]) => calls.take(rows(gone.map(offline))),
    comeBack: (...back: number[]) => calls.take(rows(back.map(online))),
    titles: () => shown.map(({ title }) => title),
  };
}

describe('calling the operator', () => {
  it('announces thirty that go within seconds of each other in one message, and their return in one', async () => {
    const { clock, go, comeBack, titles } = watch(30);
    for (let n = 1; n <= 30; n += 3) {
      go(n, n + 1, n + 2);
      await clock.advance(500);
    }
    expect(titles()).toEqual([]);
    await clock.advance(3000);
    expect(titles()).toEqual(['30 miners went offline in 10.1.4.0/24']);
    comeBack(...Array.from({ length: 30 }, (_, n) => n + 1));
    await clock.advance(3000);
    expect(titles()).toEqual(['30 miners went offline in 10.1.4.0/24', '30 miners came back online in 10.1.4.0/24']);
  });

  it('does not wait for ever while more and more go', async () => {
    const { clock, go, titles } = watch(60);
    for (let n = 1; n <= 40; n++) {
      go(n);
      await clock.advance(1000);
    }
    expect(titles()).toEqual(['30 miners went offline in 10.1.4.0/24']);
    await clock.advance(3000);
    expect(titles()).toEqual(['30 miners went offline in 10.1.4.0/24', '10 miners went offline in 10.1.4.0/24']);
  });

  it('says nothing of what the first scan after a pause finds, and of its return', async () => {
    const { clock, say, go, comeBack, titles, silences } = watch(3);
    say('paused');
    await clock.advance(3_600_000);
    say('not_watching');
    go(1, 2);
    say('watching');
    await clock.advance(10_000);
    expect(titles()).toEqual([]);
    expect(silences).toEqual(['just_resumed', 'just_resumed']);
    comeBack(1, 2);
    await clock.advance(10_000);
    expect(titles()).toEqual([]);
    go(3);
    await clock.advance(3000);
    expect(titles()).toEqual(['M3 went offline']);
  });

  it('says nothing while there is no route', async () => {
    const { clock, say, go, titles, silences } = watch(2);
    say('not_watching');
    go(1);
    await clock.advance(10_000);
    expect(titles()).toEqual([]);
    expect(silences).toEqual(['not_watching']);
  });

  it('says nothing of a miner that was gone before PowerHive started', async () => {
    const { clock, calls, titles, silences } = watch(0);
    const known = minerRow({ id: id(1), last_seen_at: clock.nowMs() - 86_400_000 });
    const rows = (row: Miner): LiveEvent => ({ seq: 2, type: 'miners', miners: [row], removed_ids: [] });
    calls.take(rows(known));
    calls.take(rows({ ...known, ip: null, online: false, offline_since_at: clock.nowMs() }));
    await clock.advance(10_000);
    expect(titles()).toEqual([]);
    expect(silences).toEqual(['never_seen_online']);
  });

  it('follows the settings from one moment to the next', async () => {
    const settings: { enabled: boolean; quiet_hours: null } = { enabled: false, quiet_hours: null };
    const { clock, go, titles } = watch(2, settings);
    go(1);
    await clock.advance(10_000);
    settings.enabled = true;
    go(2);
    await clock.advance(10_000);
    expect(titles()).toEqual(['M2 went offline']);
  });

  it('announces nothing once it is closed', async () => {
    const { clock, calls, go, titles } = watch(2);
    go(1);
    calls.close();
    await clock.advance(10_000);
    await settle();
    expect(titles()).toEqual([]);
  });
});
