/**
 * Whether every network that this computer was on before it slept is there again. On none before,
 * nothing needs to come back.
 */
export function isNetworkBack(before: readonly string[], now: readonly string[]): boolean {
  return before.every((cidr) => now.includes(cidr));
}
