import type { Settings } from '../../../../src-shared/model/index.ts';
import { shownTemperatureUnit, shownTempSpan, temperatureSign, tempText } from '../../../../src-shared/temperature.ts';
import { SettingNumbers } from '../parts/setting-numbers.tsx';
import classes from '../parts/settings-form.module.css';
import { farmSettingsTexts } from './farm-settings-texts.ts';

const texts = farmSettingsTexts.thresholds;
type Thresholds = Settings['thresholds'];

/** The limits by which rows are marked. */
export function ThresholdsForm({ thresholds }: { thresholds: Thresholds }) {
  return (
    <div className={classes.apart}>
      <SettingNumbers
        section="thresholds"
        unit="%"
        save={texts.save}
        values={thresholds}
        fields={[
          {
            key: 'hot_chip_c',
            ...texts.marks.hot_chip_c,
            about: inShownUnit(texts.marks.hot_chip_c.about, tempText(thresholds.hot_chip_c)),
          },
          { key: 'low_hashrate_percent', ...texts.marks.low_hashrate_percent },
          { key: 'rejected_shares_percent', ...texts.marks.rejected_shares_percent },
          { key: 'weak_part_percent', ...texts.marks.weak_part_percent },
          {
            key: 'hot_above_board_c',
            ...texts.marks.hot_above_board_c,
            about: inShownUnit(
              texts.marks.hot_above_board_c.about,
              `${shownTempSpan(thresholds.hot_above_board_c)} ${temperatureSign()}`,
            ),
          },
          { key: 'full_fan_percent', ...texts.marks.full_fan_percent },
          {
            key: 'cooling_margin_c',
            ...texts.marks.cooling_margin_c,
            about: inShownUnit(
              texts.marks.cooling_margin_c.about,
              `${shownTempSpan(thresholds.cooling_margin_c)} ${temperatureSign()}`,
            ),
          },
          { key: 'failed_readings', ...texts.marks.failed_readings },
        ]}
      />
    </div>
  );
}

/** Settings are in °C: where screens show °F, the hint has the value in that unit too. */
function inShownUnit(about: string, value: string): string {
  return shownTemperatureUnit() === 'celsius' ? about : texts.inShownUnit(about, value);
}
