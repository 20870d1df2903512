/** Default times of a channel's digest, in local time: at the change of shifts. */
export const DIGEST_AT = ['07:00', '19:00'] as const;
