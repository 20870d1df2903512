import type { RemoteSiteState } from '../../src-shared/model/index.ts';

/** A site without a response: it was not polled yet, or is switched off. */
export const NOTHING_HEARD: RemoteSiteState = { phase: 'off', heard_at: null, error: null, summary: null };
/** A site whose token was encrypted on another computer. */
export const UNREADABLE: RemoteSiteState = {
  ...NOTHING_HEARD,
  phase: 'refused',
  error: 'Its token was encrypted on another computer: enter it again.',
};

/** A site of the configuration file without a readable token. */
export const NO_TOKEN_FILE: RemoteSiteState = {
  ...NOTHING_HEARD,
  phase: 'refused',
  error: 'The file that the configuration names as its token_file cannot be read, or holds no token: the log says why.',
};
