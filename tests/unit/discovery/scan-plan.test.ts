import { expect, it } from 'vitest';
import { readAttachedNetworks } from '../../../src-main/discovery/attached-networks.ts';
import { addressOf } from '../../../src-main/discovery/host-names.ts';
import { parseTarget, type Target } from '../../../src-main/discovery/parse-targets.ts';
import { planScan } from '../../../src-main/discovery/scan-plan.ts';

const NAMES: Readonly<Record<string, string>> = { 'ours.lan': '198.51.100.9', 'theirs.example': '8.8.8.8' };
const resolve = async (host: string): Promise<string> => NAMES[host] ?? Promise.reject(new Error('not found'));

const on = (...cidrs: string[]) =>
  readAttachedNetworks(() => ({ eth0: cidrs.map((cidr) => ({ family: 'IPv4', cidr })) }));

async function hosts(target: string, ...cidrs: string[]): Promise<string[]> {
  const parsed = parseTarget(target, { defaultPort: 80 }) as { target: Target };
  const plan = await planScan([parsed.target], { attached: on(...cidrs) });
  return plan.addresses.map(({ host }) => host);
}

it('dials every address of a network but the two that no host has, where this computer is in it', async () => {
  const dialled = await hosts('198.51.100.0/24', '198.51.100.70/24');
  expect(dialled).toHaveLength(254);
  expect(dialled).not.toContain('198.51.100.0');
  expect(dialled).not.toContain('198.51.100.255');
});

it('goes by how the interface divides the network, not by how the target does', async () => {
  expect(await hosts('198.51.100.0/25', '198.51.100.70/24')).toContain('198.51.100.127');
  const ofSmaller = await hosts('198.51.100.0/24', '198.51.100.70/26');
  expect(
    ['198.51.100.0', '198.51.100.64', '198.51.100.127', '198.51.100.255'].filter((ip) => ofSmaller.includes(ip)),
  ).toEqual(['198.51.100.0', '198.51.100.255']);
});

it('dials all of a network that is behind a router: where it ends is not known', async () => {
  expect(await hosts('203.0.113.0/24', '198.51.100.70/24')).toHaveLength(256);
});

it('dials both addresses of a cable between two, and the one of a host alone', async () => {
  expect(await hosts('198.51.100.70/31', '198.51.100.70/31')).toHaveLength(2);
  expect(await hosts('198.51.100.70', '198.51.100.70/32')).toHaveLength(1);
});

it('dials each port that the target names', async () => {
  const { target } = parseTarget('127.0.0.1-127.0.0.2:20000-20002', { defaultPort: 80 }) as { target: Target };
  const plan = await planScan([target]);
  expect(plan.addresses.map(({ host, port }) => `${host}:${port}`).sort()).toEqual(
    ['127.0.0.1', '127.0.0.2'].flatMap((host) => [20000, 20001, 20002].map((port) => `${host}:${port}`)),
  );
  expect(plan.siblings('127.0.0.1:20001')).toEqual([{ host: '127.0.0.1', port: 20001 }]);
});

it('leaves out a host name that stands for a public address, unless it may', async () => {
  const targets = ['ours.lan', 'theirs.example'].map((text) => parseTarget(text, { defaultPort: 80 }));
  const named = targets.map((parsed) => (parsed as { target: Target }).target);
  const plan = await planScan(named, { attached: [], mayBePublic: () => false, resolve });
  expect(plan.addresses.map(({ host }) => host)).toEqual(['198.51.100.9']);
  expect([...plan.resolved]).toEqual([['ours.lan', '198.51.100.9']]);
  expect(plan.unresolved).toEqual([expect.stringMatching(/^Host theirs\.example is 8\.8\.8\.8, a public address/)]);
  const allowed = await planScan(named, {
    attached: [],
    mayBePublic: ({ text }) => text === 'theirs.example',
    resolve,
  });
  expect(allowed.addresses.map(({ host }) => host).sort()).toEqual(['198.51.100.9', '8.8.8.8']);
});

it('says of a host name with IPv6 addresses alone that these are not supported, and not that it is unknown', async () => {
  const find = async (host: string, { family }: { family: number }) =>
    host === 'six.lan' && family === 6 ? { address: '2001:db8::7', family } : Promise.reject(new Error('ENOTFOUND'));
  const resolve = (host: string) => addressOf(host, find as never);
  const named = ['six.lan', 'none.lan'].map(
    (text) => (parseTarget(text, { defaultPort: 80 }) as { target: Target }).target,
  );
  expect((await planScan(named, { attached: [], resolve })).unresolved).toEqual([
    "Host six.lan has an IPv6 address only, which isn't supported. Use its IPv4 address",
    'Host none.lan not found',
  ]);
});

it.each(['0x08080808', '8.8.2056', '134744072', 'a.0x8'])(
  'takes %s for no host name: the resolver would read an address in it',
  (text) => {
    expect(parseTarget(text, { defaultPort: 80 })).toMatchObject({ ok: false });
  },
);
