import type { Picture } from './ico.ts';

const ENTRY_HEADER_BYTES = 8;

/** The PNG entries of a macOS icon, with their sizes; @2x is for Retina. */
const ENTRIES = [
  { type: 'icp4', sizePx: 16 },
  { type: 'ic11', sizePx: 32 }, // 16@2x
  { type: 'icp5', sizePx: 32 },
  { type: 'ic12', sizePx: 64 }, // 32@2x
  { type: 'ic07', sizePx: 128 },
  { type: 'ic13', sizePx: 256 }, // 128@2x
  { type: 'ic08', sizePx: 256 },
  { type: 'ic14', sizePx: 512 }, // 256@2x
  { type: 'ic09', sizePx: 512 },
  { type: 'ic10', sizePx: 1024 }, // 512@2x
] as const;

/** The sizes that a complete macOS icon is drawn in. */
export const ICNS_SIZES_PX: readonly number[] = [...new Set(ENTRIES.map(({ sizePx }) => sizePx))];

export interface IcnsEntry extends Picture {
  readonly type: string;
}

/**
 * Makes a macOS icon of PNGs, one for every size in `ICNS_SIZES_PX`, used for each entry of that
 * size.
 */
export function writeIcns(pictures: readonly Picture[]): Buffer {
  const entries = ENTRIES.map(({ type, sizePx }) => {
    const picture = pictures.find((candidate) => candidate.sizePx === sizePx);
    if (picture === undefined) throw new Error(`A macOS icon needs a picture of ${sizePx} px, and there is none.`);
    return block(type, picture.png);
  });
  return block('icns', Buffer.concat(entries));
}

/** The entries of a macOS icon, in order. Throws if the data is not one, or is truncated. */
export function parseIcns(icns: Buffer): IcnsEntry[] {
  if (icns.toString('latin1', 0, 4) !== 'icns' || icns.readUInt32BE(4) !== icns.length) {
    throw new Error('This is not a whole macOS icon: its header says something else.');
  }
  const entries: IcnsEntry[] = [];
  for (let at = ENTRY_HEADER_BYTES; at < icns.length; at += icns.readUInt32BE(at + 4)) {
    const type = icns.toString('latin1', at, at + 4);
    const sizePx = ENTRIES.find((entry) => entry.type === type)?.sizePx;
    if (sizePx === undefined) throw new Error(`The macOS icon has an entry "${type}", which holds no PNG.`);
    entries.push({ type, sizePx, png: icns.subarray(at + ENTRY_HEADER_BYTES, at + icns.readUInt32BE(at + 4)) });
  }
  return entries;
}

function block(type: string, body: Buffer): Buffer {
  const header = Buffer.alloc(ENTRY_HEADER_BYTES);
  header.write(type, 'latin1');
  header.writeUInt32BE(ENTRY_HEADER_BYTES + body.length, 4);
  return Buffer.concat([header, body]);
}
