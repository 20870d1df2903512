export type BoardEndpoint = 'chains' | 'boards';

const VERSION = /^(\d+)\.(\d+)(?:\.(\d+))?/;
/** The first version whose documentation has only `/boards`. */
const BOARDS_SINCE = [1, 3, 4] as const;

/** The endpoint at which firmware of this version probably lists its boards. */
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
