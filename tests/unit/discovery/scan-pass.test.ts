import { describe, expect, it } from 'vitest';
import { LinkMonitor } from '../../../src-main/discovery/guards/link-monitor.ts';
import { knownMiner, macOf, ScannedNetwork } from './pass-fixture.ts';

const farm = (count: number, network = '198.51.100') =>
  Array.from({ length: count }, (_, i) => knownMiner(i + 1, `${network}.${i + 1}`));

const on = (...cidrs: string[]) => ({ eth0: cidrs.map((cidr) => ({ family: 'IPv4', cidr })) });

describe('a network that this computer was attached to once', () => {
  const FARM = '203.0.113.0/24';

  async function moved() {
    const net = await ScannedNetwork.of(farm(5, '203.0.113'));
    let now = on('203.0.113.200/24');
    net.linkMonitor = new LinkMonitor(() => now);
    net.linkMonitor.look();
    now = on('198.51.100.70/24');
    return net;
  }

  it('reports a dead miner where others there answer over another link', async () => {
    const net = await moved();
    net.at.delete('203.0.113.5');
    const { events, end, outcome } = await net.scan(FARM);
    expect(events).toEqual([`offline ${macOf(5)}`]);
    expect([...(end.doubts?.hosts ?? [])]).toEqual([]);
    expect(outcome).toEqual({ isWatching: true, trouble: null, message: null });
  });

  it('reports none where nobody there answers, and says why; once a miner has answered, the link is not missed any more', async () => {
    const net = await moved();
    const others = new Map(net.at);
    net.at.clear();
    const { events, outcome } = await net.scan(FARM);
    expect(events).toEqual([]);
    expect(outcome).toMatchObject({ isWatching: false, trouble: expect.stringContaining('no route to 203.0.113.1') });
    for (const [host, there] of others) net.at.set(host, there);
    expect((await net.scan(FARM)).outcome.isWatching).toBe(true);
    net.at.clear();
    expect((await net.scan(FARM)).events).toHaveLength(5);
  });
});

describe('a clock that is set back', () => {
  it('does not make a dead miner look as if a poll had read it during the scan', async () => {
    const net = await ScannedNetwork.of(farm(5));
    for (const { id } of farm(5)) net.fleet.readings.pollSucceeded(id, null);
    net.clock.setBack(3_600_000);
    net.at.delete('198.51.100.5');
    expect((await net.scan()).events).toEqual([`offline ${macOf(5)}`]);
  });

  it('does not hide that a poll has read a miner during the scan', async () => {
    const net = await ScannedNetwork.of(farm(2));
    net.at.delete('198.51.100.2');
    net.onConfirm = () => {
      net.clock.setBack(3_600_000);
      net.fleet.readings.pollSucceeded(macOf(2), null);
    };
    expect((await net.scan()).events).toEqual([]);
  });
});
