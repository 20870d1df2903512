import { nameOf } from '../../../../src-shared/miner/miner-name.ts';
import type { Incident } from '../../../../src-shared/model/index.ts';
import { formatQuery, parseIncidentQuery } from '../../../../src-shared/query/index.ts';
import type { CsvSeparator } from '../../../../src-shared/text/csv.ts';
import { isoTime } from '../../../../src-shared/text/iso-time.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { toastFailure } from '../../../ui/feedback/toast.tsx';
import { saveTextFile } from '../../../ui/save-file.ts';
import { shownNowMs } from '../../../ui/use-now.ts';
import { useStable } from '../../../ui/use-stable.ts';
import { CsvButton } from '../../csv/csv-button.tsx';
import { incidentsTexts } from '../incidents-texts.ts';
import { incidentsCsv } from './incidents-csv.ts';
import { MOST_RESOLVED } from './incidents-list.tsx';

/**
 * Saves the incidents of a tab that match the search. `shown` is null for the resolved ones, which
 * are loaded: the latest of all times.
 */
export function IncidentsCsvButton({ shown, text }: { shown: readonly Incident[] | null; text: string }) {
  const { client, live } = usePowerHive();
  const save = useStable(async (separator: CsvSeparator): Promise<void> => {
    const q = formatQuery(parseIncidentQuery(text).terms);
    const input = { state: 'resolved', limit: MOST_RESOLVED, ...(q !== '' && { q }) } as const;
    try {
      const incidents = shown ?? (await client.incidents.list(input));
      const day = isoTime(shownNowMs()).slice(0, 10);
      const name = (id: string): string => nameOf(live.state.miners.get(id), id);
      saveTextFile(`powerhive-problems-${day}.csv`, 'text/csv;charset=utf-8', incidentsCsv(incidents, name, separator));
    } catch (error) {
      toastFailure(incidentsTexts.csvFailed, callErrorMessage(error));
    }
  });
  return <CsvButton disabled={shown?.length === 0} onSave={save} />;
}
