/** The overview, and the miner that is opened beside it: `/overview`, `/overview/MAC`. */
const PATH = /^\/overview(?:\/(?<miner>[0-9a-f:]{17}))?\/?$/;

export const OVERVIEW_PATH = '/overview';
export const WALL_PATH = '/wall';

/** Null for other paths. */
export function parseOverviewPath(path: string): { readonly minerId: string | null } | null {
  const found = PATH.exec(path);
  return found === null ? null : { minerId: found.groups?.['miner'] ?? null };
}
