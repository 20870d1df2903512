import type { NetworkFailureKind } from '../../runtime/network-failure-kind.ts';

const WORDS: Readonly<Record<NetworkFailureKind, (host: string) => string>> = {
  refused: (host) => `Connection refused by ${host}`,
  timeout: (host) => `No answer from ${host} in time`,
  cut: (host) => `${host} closed the connection without an answer`,
  unreachable: (host) => `No network route to ${host}`,
  no_route: (host) => `No network route to ${host}`,
  unknown_name: (host) => `Host ${host} not found`,
  lookup_failed: (host) => `Host ${host} can't be resolved: is this computer online?`,
  no_sockets: () => 'No sockets left on this computer: allow more open files',
  no_tls: (host) => `${host} does not speak TLS at this port`,
  certificate_expired: (host) => `The certificate of ${host} is not valid: it has expired`,
  certificate_not_yet_valid: (host) => `The certificate of ${host} is not valid yet: check the clock of this computer`,
  certificate_self_signed: (host) => `The certificate of ${host} is not valid: it is self-signed`,
  certificate_other_name: (host) => `The certificate of ${host} is not valid: it is for another name`,
  certificate_unverified: (host) => `The certificate of ${host} is not valid: who issued it is not known`,
};

/** A message whose sending PowerHive itself has ended. */
export const STOPPED_WORDS = 'PowerHive stopped while it was sent';

/** Why the server of a channel could not be reached, for the operator. */
export function connectionWords(kind: NetworkFailureKind, host: string): string {
  return WORDS[kind](host);
}
