import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ICNS_SIZES_PX, parseIcns, writeIcns } from '../../../scripts/packaging/icns.ts';
import { parseIco, writeIco } from '../../../scripts/packaging/ico.ts';
import { readPngSizePx } from '../../../scripts/packaging/png.ts';

const resources = join(import.meta.dirname, '../../../resources');
const picture = (sizePx: number) => ({ sizePx, png: Buffer.from(`picture of ${sizePx}`) });

describe('a Windows icon', () => {
  it('gives back the pictures it was made of, 256 px included', () => {
    const pictures = [16, 48, 256].map(picture);
    expect(parseIco(writeIco(pictures))).toEqual(pictures);
  });

  it('starts as Windows expects: reserved 0, type 1, how many, and where the first picture lies', () => {
    const ico = writeIco([picture(16), picture(32)]);
    expect([...ico.subarray(0, 6)]).toEqual([0, 0, 1, 0, 2, 0]);
    expect(ico.readUInt32LE(6 + 12)).toBe(6 + 2 * 16);
  });

  it('refuses a picture that is too large for it', () => {
    expect(() => writeIco([picture(257)])).toThrow('257 px');
  });

  it('is not mistaken for another file', () => {
    expect(() => parseIco(Buffer.from('\x89PNG\r\n'))).toThrow('not a Windows icon');
  });
});

describe('a macOS icon', () => {
  it('gives back every picture, the shared ones once for each use', () => {
    const entries = parseIcns(writeIcns(ICNS_SIZES_PX.map(picture)));
    expect(entries.map(({ type, sizePx }) => `${type} ${sizePx}`)).toEqual([
      'icp4 16',
      'ic11 32',
      'icp5 32',
      'ic12 64',
      'ic07 128',
      'ic13 256',
      'ic08 256',
      'ic14 512',
      'ic09 512',
      'ic10 1024',
    ]);
    for (const { sizePx, png } of entries) expect(png.toString()).toBe(`picture of ${sizePx}`);
  });

  it('says which size is missing', () => {
    expect(() => writeIcns([picture(16)])).toThrow('32 px');
  });

  it('is not read when it is cut short', () => {
    const whole = writeIcns(ICNS_SIZES_PX.map(picture));
    expect(() => parseIcns(whole.subarray(0, -1))).toThrow('not a whole macOS icon');
  });
});

describe('the icons that ship', () => {
  it('icon.ico holds every size of the Windows shell, each as large as it says', () => {
    const pictures = parseIco(readFileSync(join(resources, 'icon.ico')));
    expect(pictures.map(({ sizePx }) => sizePx)).toEqual([16, 20, 24, 32, 40, 48, 64, 128, 256]);
    for (const { sizePx, png } of pictures) expect(readPngSizePx(png)).toEqual([sizePx, sizePx]);
  });

  it('icon.icns holds every size, each as large as it says', () => {
    const entries = parseIcns(readFileSync(join(resources, 'icon.icns')));
    expect(entries).toHaveLength(10);
    for (const { sizePx, png } of entries) expect(readPngSizePx(png)).toEqual([sizePx, sizePx]);
  });

  it('icon.png is large enough for every Linux desktop', () => {
    expect(readPngSizePx(readFileSync(join(resources, 'icon.png')))).toEqual([1024, 1024]);
  });

  it.each(['ok', 'attention', 'scanning', 'not-watching'])(
    'the tray says %s on every system, plain and at @2x',
    (state) => {
      for (const name of [`tray-dark-${state}`, `tray-light-${state}`, `tray-${state}-Template`]) {
        expect(readPngSizePx(readFileSync(join(resources, 'tray', `${name}.png`)))).toEqual([16, 16]);
        expect(readPngSizePx(readFileSync(join(resources, 'tray', `${name}@2x.png`)))).toEqual([32, 32]);
      }
      for (const ground of ['dark', 'light']) {
        const ico = parseIco(readFileSync(join(resources, 'tray', `tray-${ground}-${state}.ico`)));
        expect(ico.map(({ png }) => readPngSizePx(png)[0])).toEqual([16, 20, 24, 32]);
      }
    },
  );
});
