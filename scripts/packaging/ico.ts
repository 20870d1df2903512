export interface Picture {
  /** Width and height. */
  readonly sizePx: number;
  readonly png: Buffer;
}

const HEADER_BYTES = 6;
const ENTRY_BYTES = 16;
const ICON_TYPE = 1;
const BITS_PER_PIXEL = 32;

/**
 * Makes a Windows icon with embedded PNGs, which Windows can read since Vista. Up to 256 px each.
 */
export function writeIco(pictures: readonly Picture[]): Buffer {
  const header = Buffer.alloc(HEADER_BYTES + ENTRY_BYTES * pictures.length);
  header.writeUInt16LE(ICON_TYPE, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  pictures.forEach(({ sizePx, png }, i) => {
    if (sizePx < 1 || sizePx > 256)
      throw new Error(`A Windows icon holds pictures of 1 to 256 px, not of ${sizePx} px.`);
    const at = HEADER_BYTES + ENTRY_BYTES * i;
    // One byte each for width and height: 256 is written as 0.
    header.writeUInt8(sizePx % 256, at);
    header.writeUInt8(sizePx % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(BITS_PER_PIXEL, at + 6);
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([header, ...pictures.map(({ png }) => png)]);
}

/** The pictures in a Windows icon, in order. Throws if the data is not one. */
export function parseIco(ico: Buffer): Picture[] {
  if (ico.length < HEADER_BYTES || ico.readUInt16LE(0) !== 0 || ico.readUInt16LE(2) !== ICON_TYPE) {
    throw new Error('This is not a Windows icon: its first bytes say something else.');
  }
  return Array.from({ length: ico.readUInt16LE(4) }, (_, i) => {
    const at = HEADER_BYTES + ENTRY_BYTES * i;
    const start = ico.readUInt32LE(at + 12);
    return { sizePx: ico.readUInt8(at) || 256, png: ico.subarray(start, start + ico.readUInt32LE(at + 8)) };
  });
}
