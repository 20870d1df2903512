import { readAttachedNetworks } from '../../../src-main/discovery/attached-networks.ts';
import { NetworkEnvironment } from '../../../src-main/discovery/guards/network-environment.ts';

/**
 * A computer at 198.51.100.70/24 with its router at .1, which has the given MAC. Everything except
 * the `direct` networks is behind that router. It sends from `sourceAddress`; null if that is
 * unknown.
 */
export function environmentWith(
  routerMac: string | null,
  cidrs: readonly string[] = ['198.51.100.70/24'],
  sourceAddress: string | null = null,
  direct: readonly string[] = [],
): NetworkEnvironment {
  const attached = readAttachedNetworks(() => ({ eth0: cidrs.map((cidr) => ({ family: 'IPv4', cidr })) }));
  return new NetworkEnvironment(
    attached,
    ['198.51.100.70', '127.0.0.1'],
    {
      routes: [{ cidr: '0.0.0.0/0', gateway: '198.51.100.1' }],
      direct,
      macs: new Map(routerMac === null ? [] : [['198.51.100.1', routerMac]]),
    },
    async () => sourceAddress,
  );
}
