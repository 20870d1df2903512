import { expect, it } from 'vitest';
import { LinkMonitor } from '../../../src-main/discovery/guards/link-monitor.ts';

const on = (...cidrs: string[]) => ({ eth0: cidrs.map((cidr) => ({ family: 'IPv4', cidr })) });

it('recognises an address in a network that this computer was on and has lost, and no other', () => {
  let now = on('192.0.2.7/24', '198.51.100.7/24');
  const links = new LinkMonitor(() => now);
  expect(['192.0.2.20', '203.0.113.1'].map(links.lostNetworks())).toEqual([false, false]);
  now = on('198.51.100.7/24');
  expect(['192.0.2.20', '198.51.100.20', '203.0.113.1', 'rack-1.example'].map(links.lostNetworks())).toEqual([
    true,
    false,
    false,
    false,
  ]);
  now = on('192.0.2.99/24');
  expect(['192.0.2.20', '198.51.100.20'].map(links.lostNetworks())).toEqual([false, true]);
});

it('counts a network as there while a wider one has the address, or another interface is on it', () => {
  let now = on('192.0.2.7/24');
  const links = new LinkMonitor(() => now);
  links.lostNetworks();
  now = on('192.0.0.9/16');
  expect(links.lostNetworks()('192.0.2.20')).toBe(false);
});

it('lists the interfaces once for a scan, not for each miner that answers', () => {
  let listed = 0;
  let now = on('192.0.2.7/24');
  const links = new LinkMonitor(() => {
    listed += 1;
    return now;
  });
  links.lostNetworks();
  now = on('198.51.100.7/24');
  expect(links.lostNetworks()('192.0.2.20')).toBe(true);
  for (let n = 1; n <= 254; n++) links.reached(`192.0.2.${n}`);
  expect(listed).toBe(2);
  expect(links.lostNetworks()('192.0.2.20')).toBe(false);
});
