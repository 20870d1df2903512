import { networkInterfaces } from 'node:os';

let lastRead: ReturnType<typeof networkInterfaces> = {};

/**
 * The network interfaces of this computer. Listing them needs a socket: without a free one, the
 * last known list is returned.
 */
export function ownInterfaces(list = networkInterfaces): ReturnType<typeof networkInterfaces> {
  try {
    lastRead = list();
  } catch {
    // EMFILE and similar errors do not concern networks.
  }
  return lastRead;
}
