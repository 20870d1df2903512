import { readAttachedNetworks } from '../../../src-main/discovery/guards/attached-networks.ts';
import { Surroundings } from '../../../src-main/discovery/guards/surroundings.ts';

/**
 * A computer at 198.51.100.70/24 with its gateway at .1, whose MAC is as given; everything else is
 * behind that gateway. It sends from `sourceAddress`; null where that is not known.
 */
export function surroundingsWith(
  gatewayMac: string | null,
  cidrs: readonly string[] = ['198.51.100.70/24'],
  sourceAddress: string | null = null,
): Surroundings {
  const attached = readAttachedNetworks(() => ({ eth0: cidrs.map((cidr) => ({ family: 'IPv4', cidr })) }));
  return new Surroundings(
    attached,
    ['198.51.100.70', '127.0.0.1'],
    {
      routes: [{ cidr: '0.0.0.0/0', gateway: '198.51.100.1' }],
      macs: new Map(gatewayMac === null ? [] : [['198.51.100.1', gatewayMac]]),
    },
    async () => sourceAddress,
  );
}
