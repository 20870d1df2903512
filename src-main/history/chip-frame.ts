import { crc32 } from 'node:zlib';
import type { Chip } from '../../src-shared/model/index.ts';
import { ByteReader, ByteWriter, FrameDamage } from './encoding/frame-bytes.ts';
import { readColumn, writeColumn } from './encoding/frame-column.ts';

/**
 * All chips of one board at one time, in a compact frame:
 *
 *     version: u8 | chip count: varint | eight columns (frame-column.ts) | CRC-32 of all before it:
 *     u32
 *
 * A frame returns exactly the numbers that were written. Each column records its coding, so that a
 * firmware with another precision costs space, but never accuracy.
 */
export const CHIP_FRAME_VERSION = 1;

/** More chips than any board has; a frame with more is damaged. */
const MOST_CHIPS = 65_535;

export const GRADES = ['grey', 'orange', 'red'] as const;

export function packChips(chips: readonly Chip[]): Uint8Array {
  if (chips.length > MOST_CHIPS) throw new RangeError(`a board of ${chips.length} chips does not fit in a frame`);
  const out = new ByteWriter(64 + chips.length * 16);
  out.u8(CHIP_FRAME_VERSION);
  out.varint(chips.length);
  const column = (value: (chip: Chip) => number | null): void => writeColumn(out, chips.map(value));
  column((chip) => chip.chip_id);
  column((chip) => chip.hashrate_hs);
  column((chip) => chip.frequency_mhz);
  column((chip) => chip.voltage_mv);
  column((chip) => chip.temp_c);
  column((chip) => chip.errors);
  column((chip) => (chip.grade === null ? null : GRADES.indexOf(chip.grade)));
  column((chip) => (chip.throttled === null ? null : Number(chip.throttled)));
  out.u32(crc32(out.bytes()));
  return out.bytes();
}

/** A frame of a newer PowerHive. */
export interface NewerFrame {
  readonly newerVersion: number;
}
export type UnpackedChips = { readonly chips: Chip[] } | NewerFrame;

/** The chips that were passed to `packChips`; null if the frame is damaged. */
export function unpackChips(frame: Uint8Array): UnpackedChips | null {
  const opened = openChips(frame);
  if (opened === null || 'newerVersion' in opened) return opened;
  const { chip_id: ids, hashrate_hs, frequency_mhz, voltage_mv, temp_c, errors, grade: grades, throttled } = opened;
  const chips = ids.map((chip_id, i): Chip => {
    const grade = grades[i];
    const isThrottled = throttled[i];
    return {
      chip_id: chip_id ?? 0,
      hashrate_hs: hashrate_hs[i] ?? null,
      frequency_mhz: frequency_mhz[i] ?? null,
      voltage_mv: voltage_mv[i] ?? null,
      temp_c: temp_c[i] ?? null,
      errors: errors[i] ?? null,
      grade: grade == null ? null : (GRADES[grade] ?? null),
      throttled: isThrottled == null ? null : isThrottled === 1,
    };
  });
  return { chips };
}

/** In the order of the frame. */
const COLUMNS = [
  'chip_id',
  'hashrate_hs',
  'frequency_mhz',
  'voltage_mv',
  'temp_c',
  'errors',
  'grade',
  'throttled',
] as const;

/** The columns of a frame, chip after chip; `grade` is an index in `GRADES`, `throttled` 0 or 1. */
export type FrameColumns = Readonly<Record<(typeof COLUMNS)[number], readonly (number | null)[]>>;

/** The columns of a frame; null if it is damaged. */
export function openChips(frame: Uint8Array): FrameColumns | NewerFrame | null {
  try {
    return openOrThrow(frame);
  } catch (error) {
    if (error instanceof FrameDamage) return null;
    throw error;
  }
}

function openOrThrow(frame: Uint8Array): FrameColumns | NewerFrame {
  const version = new ByteReader(frame).u8();
  if (version > CHIP_FRAME_VERSION) return { newerVersion: version };
  if (version === 0 || frame.length < 6) throw new FrameDamage();
  const body = frame.subarray(0, -4);
  if (new ByteReader(frame.subarray(-4)).u32() !== crc32(body)) throw new FrameDamage();

  const from = new ByteReader(body.subarray(1));
  const count = from.varint();
  if (count > MOST_CHIPS) throw new FrameDamage();
  return Object.fromEntries(COLUMNS.map((name) => [name, readColumn(from, count)])) as unknown as FrameColumns;
}
