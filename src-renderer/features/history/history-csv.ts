import type { QueryHistory } from '../../../src-shared/model/index.ts';
import { type CsvSeparator, csvFile } from '../../../src-shared/text/csv.ts';
import { isoTime } from '../../../src-shared/text/iso-time.ts';
import { screenTexts } from './history-texts.ts';

/** A history on the screen, with its name there. */
export interface SavedHistory {
  readonly name: string;
  readonly history: Pick<QueryHistory, 'series'>;
}

/**
 * The shown histories as CSV: a line for each point of each history and algorithm. Times are ISO
 * 8601 in local time with the offset, hash rates in TH/s as in the CSV of the fleet. A history for comparison follows with its original times.
 */
export function historyCsv(shown: readonly SavedHistory[], separator: CsvSeparator): string {
  const rows = shown.flatMap(({ name, history }) =>
    history.series.flatMap(({ algorithm, points }) =>
      points.map(({ at, miners, of_miners, complete, hashrate_hs, power_w, power_miners, chip_temp_max_c }) => [
        isoTime(at),
        name,
        algorithm,
        miners,
        of_miners,
        complete,
        hashrate_hs === null ? null : Number((hashrate_hs / 1e12).toPrecision(6)),
        power_w === null ? null : Math.round(power_w),
        power_miners,
        chip_temp_max_c,
      ]),
    ),
  );
  return csvFile([screenTexts.columns, ...rows], separator);
}
