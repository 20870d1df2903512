import { decodedPart } from '../../ui/hash-location.ts';

/** Two miners side by side: `/miners/compare/MAC/MAC`. */
export type MinerPair = readonly [string, string];

const PATH = /^\/miners\/compare\/(?<first>[^/]+)\/(?<second>[^/]+)\/?$/;

/** The two miners of such a selection; null if it has not exactly two. */
export function pairOf([first, second, ...more]: readonly { readonly id: string }[]): MinerPair | null {
  return first === undefined || second === undefined || more.length > 0 ? null : [first.id, second.id];
}

/** Null for other paths. */
export function parseComparePath(path: string): MinerPair | null {
  const groups = PATH.exec(path)?.groups;
  const [first, second] = [groups?.['first'], groups?.['second']];
  return first === undefined || second === undefined ? null : [decodedPart(first), decodedPart(second)];
}

export function formatComparePath([first, second]: MinerPair): string {
  return `/miners/compare/${first}/${second}`;
}

/** The path at which another miner is shown where this path shows the miner `from`. */
export function pathWithMiner(path: string, from: string, to: string): string {
  const pair = parseComparePath(path);
  if (pair !== null) return formatComparePath(pair[0] === from ? [to, pair[1]] : [pair[0], to]);
  const at = path.indexOf(from);
  return `${at === -1 ? '/fleet/' : path.slice(0, at)}${to}`;
}
