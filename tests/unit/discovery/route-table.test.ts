import { describe, expect, it } from 'vitest';
import {
  parseMacRoute,
  parseNeighbours,
  parseProcRoutes,
  parseWindowsRoutes,
} from '../../../src-main/discovery/guards/route-table.ts';
import { environmentWith } from './network-environment-fixture.ts';

describe('the routers that a system knows', () => {
  it('on Linux are in /proc/net/route, and their MACs in /proc/net/arp', () => {
    const routes = `Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
uplink	00000000	016433C6	0003	0	0	0	00000000	0	0	0
uplink	006433C6	00000000	0001	0	0	0	00FFFFFF	0	0	0
uplink	007100CB	FE6433C6	0003	0	0	0	C0FFFFFF	0	0	0
`;
    expect(parseProcRoutes(routes)).toEqual({
      routes: [
        { cidr: '0.0.0.0/0', gateway: '198.51.100.1' },
        { cidr: '203.0.113.0/26', gateway: '198.51.100.254' },
      ],
      direct: ['198.51.100.0/24'],
    });
    const neighbours = `IP address       HW type     Flags       HW address            Mask     Device
198.51.100.1     0x1         0x2         42:38:35:61:38:EE     *        uplink
198.51.100.9     0x1         0x0         00:00:00:00:00:00     *        uplink
`;
    expect([...parseNeighbours(neighbours)]).toEqual([['198.51.100.1', '42:38:35:61:38:ee']]);
  });

  it('on macOS come from route and arp, whose MACs have no leading zeros', () => {
    const route = `   route to: default
destination: default
       mask: default
    gateway: 198.51.100.1
  interface: en0
      flags: <UP,GATEWAY,DONE,STATIC,PRCLONING,GLOBAL>
`;
    expect(parseMacRoute(route)).toEqual([{ cidr: '0.0.0.0/0', gateway: '198.51.100.1' }]);
    expect(parseMacRoute('route: writing to routing socket: not in table\n')).toEqual([]);
    const arp = `? (198.51.100.1) at 2:0:5e:10:0:1 on en0 ifscope [ethernet]
? (198.51.100.7) at (incomplete) on en0 ifscope [ethernet]
`;
    expect([...parseNeighbours(arp)]).toEqual([['198.51.100.1', '02:00:5e:10:00:01']]);
  });

  it('on Windows come from route print and arp, in whatever language', () => {
    const routes = `===========================================================================
IPv4-Routentabelle
===========================================================================
Aktive Routen:
     Netzwerkziel    Netzwerkmaske          Gateway    Schnittstelle Metrik
          0.0.0.0          0.0.0.0     198.51.100.1    198.51.100.70     25
     198.51.100.0    255.255.255.0   Auf Verbindung    198.51.100.70    281
      203.0.113.0  255.255.255.192   198.51.100.254    198.51.100.70     26
===========================================================================
`;
    expect(parseWindowsRoutes(routes)).toEqual([
      { cidr: '0.0.0.0/0', gateway: '198.51.100.1' },
      { cidr: '203.0.113.0/26', gateway: '198.51.100.254' },
    ]);
    const arp = `
Schnittstelle: 198.51.100.70 --- 0x5
  Internetadresse       Physische Adresse     Typ
  198.51.100.1          02-00-5e-10-00-01     dynamisch
  198.51.100.255        ff-ff-ff-ff-ff-ff     statisch
`;
    expect(parseNeighbours(arp).get('198.51.100.1')).toBe('02:00:5e:10:00:01');
  });
});

describe('the router of a host', () => {
  const MAC = '02:00:5e:10:00:01';
  it('is that of its own network, or the one on the way', () => {
    const here = environmentWith(MAC, ['198.51.100.70/24', '192.0.2.70/24']);
    expect(
      ['198.51.100.9', '203.0.113.9', '192.0.2.9'].map((host) => [here.networkOf(host), here.routerMac(host)]),
    ).toEqual([
      ['198.51.100.0/24', MAC],
      ['0.0.0.0/0', MAC],
      ['192.0.2.0/24', null],
    ]);
  });
});

it('a host is behind a router, unless this computer or a tunnel of it leads there', () => {
  const here = environmentWith(null, undefined, null, ['198.51.100.0/24', '203.0.113.64/26']);
  expect(['198.51.100.9', '203.0.113.9', '203.0.113.70'].map((host) => here.routerReporting(host))).toEqual([
    null,
    '198.51.100.1',
    null,
  ]);
});
