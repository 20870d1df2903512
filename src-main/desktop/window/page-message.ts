import { APP_ORIGIN } from '../app-origin.ts';

/** The parts of the sending frame that decide whether its message is accepted. */
export interface SenderFrame {
  readonly origin: string;
  readonly parent: unknown;
}

/** Why a message is dropped. */
export type RefusedMessage =
  | 'unknown_window'
  | 'frame_gone'
  | 'not_the_main_frame'
  | 'foreign_origin'
  | 'bad_page_id'
  | 'not_text'
  | 'too_long';

export type PageMessage =
  | { readonly ok: true; readonly pageId: string; readonly message: string }
  | { readonly ok: false; readonly why: RefusedMessage };

/** Far above the largest call that the contract allows. */
export const MAX_MESSAGE_CHARS = 1 << 20;
const UUID_CHARS = 36;

/**
 * Checks and parses a message of the channel. It must be from the main frame of one of our windows,
 * with our origin, a page id and text.
 */
export function parsePageMessage(
  isOwnWindow: boolean,
  frame: SenderFrame | null,
  pageId: unknown,
  message: unknown,
): PageMessage {
  const no = (why: RefusedMessage): PageMessage => ({ ok: false, why });
  if (!isOwnWindow) return no('unknown_window');
  if (frame === null) return no('frame_gone');
  if (frame.parent !== null) return no('not_the_main_frame');
  if (frame.origin !== APP_ORIGIN) return no('foreign_origin');
  if (typeof pageId !== 'string' || pageId.length !== UUID_CHARS) return no('bad_page_id');
  // Anything but text would bypass the codec, and with it the checks of the contract.
  if (typeof message !== 'string') return no('not_text');
  if (message.length > MAX_MESSAGE_CHARS) return no('too_long');
  return { ok: true, pageId, message };
}
