import { parseAddress } from '../../drivers/address.ts';
import type { Recognised } from '../../drivers/driver.ts';
import type { MinerGateway } from '../../gateway/miner-gateway.ts';
import type { Dialer } from '../dial/dialer.ts';
import { describeProbe } from '../other-devices.ts';

/**
 * The result of a longer check of one address. `no_route`, `not_tried`: this computer could not
 * dial. `unreached`, `reported`: as in `DialResult`. `silent_host` accepts and does not answer;
 * `other_device` is not a miner that a driver knows.
 */
export type Recheck =
  | { readonly kind: 'gone' | 'unreached' | 'reported' | 'no_route' | 'not_tried' | 'silent_host' | 'other_device' }
  | { readonly kind: 'miner'; readonly recognised: Recognised };

/**
 * Checks one address with more time. A host that accepts and then sends nothing is in trouble, not
 * gone: polling reports it.
 */
export async function recheckAddress(
  ip: string,
  { minerGateway, dials }: { readonly minerGateway: Pick<MinerGateway, 'identify'>; readonly dials: Dialer },
  timeouts: { readonly dialMs: number; readonly probeMs: number },
  signal: AbortSignal,
): Promise<Recheck> {
  const address = parseAddress(ip);
  if (address === null) return { kind: 'gone' };
  const result = await dials.patiently(address, timeouts.dialMs, signal);
  if (result === 'refused' || result === 'silent') return { kind: 'gone' };
  if (result !== 'open') return { kind: result };
  const identity = await minerGateway.identify({ address }, { signal, timeoutMs: timeouts.probeMs });
  if (identity.ok) return { kind: 'miner', recognised: identity.value };
  if (identity.error.code === 'refused') return { kind: 'gone' };
  const device = describeProbe(identity.error);
  if (device === null) return { kind: 'not_tried' };
  return { kind: device.kind === 'other_device' ? 'other_device' : 'silent_host' };
}
