export type BoardEndpoint = 'chains' | 'boards';

const VERSION = /^(\d+)\.(\d+)(?:\.(\d+))?/;
/** The first whose documentation knows only `/boards`. */
const BOARDS_SINCE = [1, 3, 4] as const;

/** Where a firmware of this version lists its boards, as far as known from its version. */
export function likelyBoardEndpoint(firmwareVersion: string | null): BoardEndpoint {
  const match = firmwareVersion === null ? null : VERSION.exec(firmwareVersion);
  if (match === null) return 'chains';
  for (const [index, since] of BOARDS_SINCE.entries()) {
    const part = Number(match[index + 1] ?? 0);
    if (part !== since) return part > since ? 'boards' : 'chains';
  }
  return 'boards';
}

export function otherBoardEndpoint(endpoint: BoardEndpoint): BoardEndpoint {
  return endpoint === 'chains' ? 'boards' : 'chains';
}
