import type { NetworkFailureKind } from '../runtime/network-failure-kind.ts';

/** What the screens say of a site that cannot be reached or used, and what to do about it. */
export const SITE_FAILURE_WORDS = {
  network: {
    refused: 'Nothing listens there: check that PowerHive runs at the site, and the tunnel.',
    timeout: 'It does not respond in time.',
    cut: 'The connection was cut off: check the tunnel.',
    unreachable: 'There is no way to it.',
    no_route: 'There is no way to it.',
    unknown_name: 'There is no computer of this name.',
    lookup_failed: "The host name can't be resolved now.",
    no_sockets: 'No sockets left on this computer: allow more open files.',
    no_tls: 'It does not speak TLS there: check the port, and whether the address begins with https.',
    certificate_expired: 'Its certificate has expired: renew it at the site.',
    certificate_not_yet_valid: 'Its certificate is not valid yet: check the clocks of both computers.',
    certificate_self_signed: 'Its certificate is self-signed: use one that this computer trusts.',
    certificate_other_name: 'Its certificate is for another name.',
    certificate_unverified: 'Its certificate cannot be verified.',
  } satisfies Readonly<Record<NetworkFailureKind, string>>,
  /** `code` of the error; empty if it has none. */
  unreachable: (code: string): string => (code === '' ? 'It cannot be reached.' : `It cannot be reached (${code}).`),
  badPort: 'No request goes to this port: choose another for the tunnel.',
  redirects: 'It redirects to another address, and the token goes to none but this one: enter the https address.',
  strange: 'What responds there is no PowerHive, or one of another version.',

  wrongToken: 'It does not accept the token: make a new one at the site, or check that the tunnel leads there.',
  older: 'It is older than this PowerHive, or none: update it.',
  error: (status: number): string => `It answers with an error (${status}).`,

  proxyRefuses: (status: number): string =>
    `What is in front of it refuses the request (${status}): let those of PowerHive through.`,
  proxyKnowsNone: 'What responds there is no PowerHive, or leads to none: check the address.',
  proxyLimitsSize: 'The proxy in front of it takes no request of this size: allow larger ones.',
  proxyLimitsRate: 'The proxy in front of it limits how often it is asked: allow one every second.',
  nothingBehindProxy: (status: number): string =>
    `The proxy in front of it answers (${status}), PowerHive behind it does not: check that it runs.`,
  otherError: (status: number): string => `What responds there has an error (${status}).`,

  noStream: 'What it sends is no live stream of a PowerHive.',
  notPossible: (figure: string): string =>
    `It reports figures that no farm has (${figure}): check the address, and what runs there.`,
  leftMeanwhile: 'It was changed or removed here before the answer came.',
  checkFirst: 'Check whether it went through before you retry.',
  notAsked: (name: string, why: string): string => `${name} could not be asked. ${why}`,
} as const;
