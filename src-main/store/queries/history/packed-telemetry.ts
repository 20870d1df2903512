import type { ChainSnapshot, Chip, TelemetrySnapshot } from '../../../../src-shared/model/index.ts';
import { type FrameColumns, type NewerFrame, openChips, packChips, unpackChips } from '../../../history/chip-frame.ts';
import { chipTempMean } from '../../../history/chip-temp-means.ts';
import type { TelemetryRecord } from '../../miner-records.ts';
import { StoreError } from '../../store-error.ts';

/**
 * A board with its chips as one frame. Telemetry is passed between threads in this form: one copy
 * of bytes instead of a thousand objects.
 */
export interface PackedChain extends Omit<ChainSnapshot, 'chips'> {
  /** Null if there is none or it could not be decompressed. */
  readonly frame: Uint8Array | null;
}

export interface PackedTelemetry extends Omit<TelemetryRecord, 'chains'> {
  /** `chip_temp_mean_c`: the mean of the chips in the frame. */
  readonly chains: readonly (PackedChain & {
    readonly frame: Uint8Array;
    readonly chip_temp_mean_c: number | null;
  })[];
}

export interface PackedSnapshot extends Omit<TelemetrySnapshot, 'chains'> {
  readonly chains: readonly PackedChain[];
}

/** Packs a reading that is to be recorded. */
export function packTelemetry<T extends Pick<TelemetryRecord, 'chains'>>(
  record: T,
): Omit<T, 'chains'> & Pick<PackedTelemetry, 'chains'> {
  const chains = record.chains.map(({ chips, ...board }) => {
    return { ...board, frame: packChips(chips), chip_temp_mean_c: chipTempMean(chips) };
  });
  return { ...record, chains };
}

/** Packs a recorded reading. */
export function packSnapshot(snapshot: TelemetrySnapshot): PackedSnapshot {
  const chains = snapshot.chains.map(({ chips, ...board }) => ({ ...board, frame: packChips(chips) }));
  return { ...snapshot, chains };
}

export function unpackSnapshot(snapshot: PackedSnapshot): TelemetrySnapshot {
  const chains = snapshot.chains.map(({ frame, ...board }) => ({ ...board, chips: unpackFrame(frame) }));
  return { ...snapshot, chains };
}

/**
 * The chips of a board; none if the frame is damaged. Throws `newer` if a newer PowerHive wrote the
 * frame.
 */
export function unpackFrame(frame: Uint8Array | null): Chip[] {
  return frame === null ? [] : (known(unpackChips(frame))?.chips ?? []);
}

/** The same as columns; null if the frame is damaged. */
export function openFrame(frame: Uint8Array | null): FrameColumns | null {
  return frame === null ? null : known(openChips(frame));
}

function known<T extends object>(opened: T | NewerFrame | null): T | null {
  if (opened !== null && 'newerVersion' in opened) {
    throw new StoreError(
      'newer',
      `These chip readings were written by a newer PowerHive (frame version ${opened.newerVersion}). Install that version to read them.`,
    );
  }
  return opened;
}
