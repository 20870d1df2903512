/** From cold to hot. */
export const HEAT = ['#2f6292', '#3c9b80', '#a9a64c', '#e3ad3b', '#e0613f'];
/** From little to much of what should be much, such as hash rate. */
export const YIELD = ['#d9503e', '#e3ad3b', '#8fa955', '#3c9b80'];

/**
 * Interpolates evenly spaced colours (`#rrggbb`) for a share from 0 to 1; outside of that range,
 * the nearest end.
 */
export function rampColor(stops: readonly string[], share: number): string {
  const place = Math.max(0, Math.min(1, share)) * (stops.length - 1);
  const index = Math.min(Math.floor(place), stops.length - 2);
  const from = channels(stops[index] ?? '#000000');
  const to = channels(stops[index + 1] ?? stops[index] ?? '#000000');
  const mixed = from.map((channel, i) => Math.round(channel + ((to[i] ?? channel) - channel) * (place - index)));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

function channels(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}
