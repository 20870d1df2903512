const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const LOOPBACK = new RegExp(`^(?:127(?:\\.${OCTET}){3}|localhost|::1|\\[::1\\])$`, 'i');

/** Whether a host name or address is this computer: then nothing leaves it. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK.test(host);
}
