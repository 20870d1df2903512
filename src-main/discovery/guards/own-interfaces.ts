import { networkInterfaces } from 'node:os';

let lastRead: ReturnType<typeof networkInterfaces> = {};

/**
 * The network interfaces of this computer. Listing them takes a socket: where none is left, they
 * are taken to be as they were.
 */
export function ownInterfaces(): ReturnType<typeof networkInterfaces> {
  try {
    lastRead = networkInterfaces();
  } catch {
    // EMFILE and the like say nothing about networks.
  }
  return lastRead;
}
