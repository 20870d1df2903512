import { useQuery } from '@tanstack/react-query';
import type { Settings } from '../../../../src-shared/model/index.ts';
import { RETENTION_OF, RETENTION_PRESETS } from '../../../../src-shared/setting-defaults/retention.ts';
import { formatBytes, quantityText } from '../../../../src-shared/units.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { SettingNumbers } from '../parts/setting-numbers.tsx';
import { computerTexts } from './computer-texts.ts';

const texts = computerTexts.retention;

/** For how many days history is kept, with presets and what each takes on the disk in a year. */
export function RetentionForm({ retention }: { retention: Settings['retention'] }) {
  const { orpc } = usePowerHive();
  const { data } = useQuery(orpc.history.disk.queryOptions());
  const inOneYear = (preset: (typeof RETENTION_PRESETS)[number]): string | null => {
    const bytes = data?.projected.presets.find((one) => one.preset === preset)?.bytes;
    // Without monitored miners no projection is possible.
    return data === undefined || data.projected.miners === 0 || bytes === undefined
      ? null
      : quantityText(formatBytes(bytes));
  };
  return (
    <SettingNumbers
      section="retention"
      unit={texts.unit}
      save={texts.save}
      values={retention}
      presets={RETENTION_PRESETS.map((preset) => ({
        label: texts.preset(texts.presetNames[preset], inOneYear(preset)),
        values: RETENTION_OF[preset],
      }))}
      fields={[
        { key: 'status_days', label: texts.tiers.status_raw },
        { key: 'status_5min_days', label: texts.tiers.status_5min },
        { key: 'status_1h_days', label: texts.tiers.status_1h },
        { key: 'chip_days', label: texts.tiers.chip_raw },
        { key: 'chip_1h_days', label: texts.tiers.chip_1h },
        { key: 'chip_1d_days', label: texts.tiers.chip_1d },
      ]}
    />
  );
}
