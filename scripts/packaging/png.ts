const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Width and height of a PNG in pixels. Throws if the data is not a PNG. */
export function readPngSizePx(png: Buffer): [widthPx: number, heightPx: number] {
  if (!png.subarray(0, SIGNATURE.length).equals(SIGNATURE)) throw new Error('This is not a PNG.');
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}
