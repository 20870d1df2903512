/** The firmware that PowerHive reads and acts on: the names of its drivers. */
export const KNOWN_FIRMWARE = 'VNish';

/** Firmware and version as text: "VNish 1.2.6". Null if both are unknown. */
export function firmwareWords(name: string | null, version: string | null): string | null {
  const parts = [name?.replace(/^vnish\b/i, 'VNish') ?? null, version].filter((part) => part !== null && part !== '');
  return parts.length === 0 ? null : parts.join(' ');
}
