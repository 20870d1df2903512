import type { RemoteSiteState } from '../../src-shared/model/index.ts';

/** One that was not asked yet, or is not to be. */
export const NOTHING_HEARD: RemoteSiteState = { phase: 'off', heard_at: null, error: null, summary: null };
/** One whose token another computer encrypted. */
export const UNREADABLE: RemoteSiteState = {
  ...NOTHING_HEARD,
  phase: 'refused',
  error: 'Its token was encrypted on another computer: enter it again.',
};

/** One of the configuration file without a token. */
export const NO_TOKEN_FILE: RemoteSiteState = {
  ...NOTHING_HEARD,
  phase: 'refused',
  error: 'The file that the configuration names as its token_file cannot be read, or holds no token: the log says why.',
};
