import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** Any port: nothing is sent. */
const DISCARD_PORT = 9;

/**
 * The own address from which this computer would send to a host; null without a route or a free
 * socket. Connecting a UDP socket sends nothing.
 */
export async function sourceAddressTo(host: string): Promise<string | null> {
  try {
    const socket = createSocket('udp4');
    try {
      socket.connect(DISCARD_PORT, host);
      await once(socket, 'connect');
      return socket.address().address;
    } finally {
      socket.close();
    }
  } catch {
    return null;
  }
}
