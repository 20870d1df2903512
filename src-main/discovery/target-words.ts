const EXAMPLES = 'Examples: 10.1.0.0/22, 10.1.8.10-80, 10.1.8.10, miner7.lan:81';

/**
 * What is wrong with a line of targets, on the screens and on the command line. Quoted parts are cut
 * by the caller.
 */
export const TARGET_WORDS = {
  empty: `Empty. ${EXAMPLES}`,
  isUrl: 'Enter only the host, without http:// and path.',
  several: 'More than one target. Enter each on its own.',
  isMac: 'A MAC address. Enter the IP address.',
  isIpv6: "IPv6 isn't supported. Use the IPv4 address.",
  notATarget: `Not an address, range or network. ${EXAMPLES}`,
  notAHostName: 'Not a valid host name',
  noMiner: 'No miner can have such an address (0.x.x.x, 224.0.0.0 and up).',
  tooLarge: (addresses: number, most: number, advice: string): string =>
    `Too large: ${addresses.toLocaleString('en')} addresses, ${most.toLocaleString('en')} at most per line. ${advice}`,
  tooMany: (addresses: number, most: number): string =>
    `${addresses.toLocaleString('en')} addresses. One scan takes ${most.toLocaleString('en')} at most.`,
  tooLargeForAScan: (tooMany: string, advice: string): string => `Too large: ${tooMany} ${advice}`,
  fewerPorts: 'Enter fewer addresses or ports.',
  fewerNetworks: (first: string, last: string, hasMoreBetween: boolean): string =>
    `Enter only those of its /16 networks that have miners: ${first}${hasMoreBetween ? ' …' : ','} ${last}.`,
  orForce: (advice: string): string => `${advice} Or use --force.`,
  isPublic: (target: string, how: string): string =>
    `"${target}" is public: such addresses belong to others on the internet. ${how}`,
  notAPrefix: (bits: string): string => `"/${bits}" must be a prefix length from /0 to /32`,
  notALastAddress: (text: string): string => `"${text}" must be the last address of the range.`,
  endsBeforeStart: (last: string, first: string): string => `The range ends at ${last}, before it starts at ${first}.`,
  notAPort: (text: string): string => `Port "${text}" must be a number from 1 to 65535.`,
  portsEndBeforeStart: (last: number, first: number): string =>
    `The ports end at ${last}, before they start at ${first}.`,
} as const;
