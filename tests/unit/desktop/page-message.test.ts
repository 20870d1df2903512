import { expect, it } from 'vitest';
import { MAX_MESSAGE_CHARS, parsePageMessage } from '../../../src-main/desktop/window/page-message.ts';

const pageId = '4a3c1a52-9d3f-4c5f-8a9e-3a1d52c8b001';
const frame = { origin: 'app://powerhive', parent: null };

it('takes text of the main frame of an own page', () => {
  expect(parsePageMessage(true, frame, pageId, 'hello')).toEqual({ ok: true, pageId, message: 'hello' });
  expect(parsePageMessage(true, frame, pageId, '')).toMatchObject({ ok: true, message: '' });
});

it.each([
  ['another window', 'unknown_window', [false, frame, pageId, 'x']],
  ['a frame that is gone', 'frame_gone', [true, null, pageId, 'x']],
  ['a frame within the page', 'not_the_main_frame', [true, { ...frame, parent: {} }, pageId, 'x']],
  ['a web page', 'foreign_origin', [true, { ...frame, origin: 'https://powerhive' }, pageId, 'x']],
  ['a page of nowhere', 'foreign_origin', [true, { ...frame, origin: 'null' }, pageId, 'x']],
  [
    'a page of another host of the scheme',
    'foreign_origin',
    [true, { ...frame, origin: 'app://powerhive.evil' }, pageId, 'x'],
  ],
  ['a page without an pageId', 'bad_page_id', [true, frame, undefined, 'x']],
  ['a page with an pageId that is too long', 'bad_page_id', [true, frame, `${pageId}0`, 'x']],
  ['an object', 'not_text', [true, frame, pageId, { text: 'x' }]],
  ['a byte array', 'not_text', [true, frame, pageId, new Uint8Array(4)]],
  ['a flood', 'too_long', [true, frame, pageId, 'x'.repeat(MAX_MESSAGE_CHARS + 1)]],
] as const)('drops the message of %s', (_who, why, args) => {
  expect(parsePageMessage(...(args as unknown as Parameters<typeof parsePageMessage>))).toEqual({ ok: false, why });
});
