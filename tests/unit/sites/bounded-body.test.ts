import { expect, it } from 'vitest';
import { boundedBody, TooLarge } from '../../../src-main/sites/bounded-body.ts';

const CHUNK_BYTES = 64 << 10;

/** How much of a text arrives, sent in chunks as from a network. */
async function received(text: string, chunkBytes = CHUNK_BYTES): Promise<number> {
  const bytes = Buffer.from(text);
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += chunkBytes) controller.enqueue(bytes.subarray(at, at + chunkBytes));
      controller.close();
    },
  });
  let all = 0;
  for await (const chunk of boundedBody(body, { isStream: true, mostBytes: 200_000 })) all += chunk.length;
  return all;
}

const event = (bytes: number): string => `${'x'.repeat(bytes - 2)}\n\n`;

it('a live stream goes on for ever, wherever its events end in what arrives at once', async () => {
  for (const bytes of [90_001, 150_000, CHUNK_BYTES, CHUNK_BYTES + 1, CHUNK_BYTES - 1]) {
    const many = event(bytes).repeat(10);
    expect(await received(many), `${bytes}`).toBe(many.length);
  }
  // The two line ends arrive in different chunks.
  const split = event(100).repeat(5000);
  expect(await received(split, 99)).toBe(split.length);
});

it('an event that is too large ends the stream, also after others', async () => {
  await expect(received(event(300_000))).rejects.toBeInstanceOf(TooLarge);
  await expect(received(event(5000).repeat(100) + event(270_000) + event(5000))).rejects.toBeInstanceOf(TooLarge);
  await expect(received('x\n'.repeat(150_000))).rejects.toBeInstanceOf(TooLarge);
});

it('falls silent only where more is waited for: one that nobody reads for a while goes on', async () => {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const reader = boundedBody(readable, { isStream: true, silenceMs: 50 }).getReader();
  const writer = writable.getWriter();
  const first = reader.read();
  await writer.write(Buffer.from('a'));
  expect((await first).value).toEqual(Buffer.from('a'));
  void writer.write(Buffer.from('b'));
  // Longer than the allowed silence, however busy the machine is.
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect((await reader.read()).value).toEqual(Buffer.from('b'));
  await expect(reader.read()).rejects.toMatchObject({ name: 'TimeoutError' });
});
