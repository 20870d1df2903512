import { networkInterfaces } from 'node:os';

let lastRead: ReturnType<typeof networkInterfaces> = {};

/**
 * The network interfaces of this computer. Listing them takes a socket: where none is left, they
 * are taken to be as they were.
 */
export function ownInterfaces(list = networkInterfaces): ReturnType<typeof networkInterfaces> {
  try {
    lastRead = list();
  } catch {
    // EMFILE and the like say nothing about networks.
  }
  return lastRead;
}
