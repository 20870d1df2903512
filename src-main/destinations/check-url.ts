import type { DestinationKind } from '../../src-shared/model/index.ts';
import { readAddress } from './postgres/address.ts';
import { isPrivateHost } from './private-host.ts';

/**
 * Why history must not be sent to a URL; null if it may. Without encryption it goes only to this
 * computer or to a private IP address, not to a host name, which may resolve to any address.
 */
export function refuseUrl(kind: DestinationKind, text: string): string | null {
  if (kind === 'postgres') {
    const address = readAddress(text);
    return typeof address === 'string' ? address : null;
  }
  const url = URL.parse(text);
  if (url === null) return 'this is no URL';
  if (url.username !== '' || url.password !== '') return 'enter user and secret in their own fields';
  if (url.hash !== '') return 'leave out what follows #';
  if (url.protocol === 'https:') return null;
  if (url.protocol !== 'http:') return 'must begin with https:// or http://';
  return isPrivateHost(url.hostname) ? null : 'http is for this computer and private addresses only: use https';
}
