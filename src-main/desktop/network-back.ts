/** Whether every network that this computer had before it slept is back. True if it had none. */
export function isNetworkBack(before: readonly string[], now: readonly string[]): boolean {
  return before.every((cidr) => now.includes(cidr));
}
