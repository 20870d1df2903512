import { afterEach, describe, expect, it } from 'vitest';
import { fleetCsv } from '../../../src-renderer/features/fleet/fleet-csv.ts';
import { fleetTexts } from '../../../src-renderer/features/fleet/fleet-texts.ts';
import { celsiusNotes } from '../../../src-renderer/features/fleet/search/celsius-notes.ts';
import { COLUMNS } from '../../../src-renderer/features/fleet/table/columns/fleet-columns.ts';
import { chipColors } from '../../../src-renderer/features/miner/chips/chip-color-scales.ts';
import { PALETTES } from '../../../src-renderer/ui/theme/palettes.ts';
import { momentOf } from '../../../src-shared/miner/miner-now.ts';
import { Settings } from '../../../src-shared/model/index.ts';
import { completeQuery, matchesQuery, NO_VALUES, parseQuery } from '../../../src-shared/query/index.ts';
import {
  formatTemp,
  shownTemp,
  shownTempSpan,
  shownTempText,
  showTemperaturesIn,
  tempText,
} from '../../../src-shared/temperature.ts';
import { JudgedMiner, s19Summary } from '../../fixtures/farm/judged-miner.ts';
import { minerRow, NOW, status } from '../renderer/miner-row.ts';

afterEach(() => showTemperaturesIn('celsius'));

const title = () => COLUMNS.find(({ id }) => id === 'chip_temp')?.title;

describe('temperatures', () => {
  it('are shown in °C unless the settings say otherwise', () => {
    expect(Settings.parse({}).display).toEqual({ temperature_unit: 'celsius' });
    expect([tempText(68.4), formatTemp(68.4).figure, formatTemp(null).figure]).toEqual(['68 °C', '68°', '—']);
    expect(title()).toBe('Max chip °C');
  });

  it('are shown in °F everywhere once they do', () => {
    showTemperaturesIn('fahrenheit');
    expect([tempText(68), formatTemp(68).figure, tempText(-40), tempText(0)]).toEqual([
      '154 °F',
      '154°',
      '-40 °F',
      '32 °F',
    ]);
    expect([shownTemp(100), shownTemp(null), shownTempSpan(20), shownTempText(212)]).toEqual([212, null, 36, '212 °F']);
    expect(title()).toBe('Max chip °F');
    const { legend } = chipColors('temp', [], PALETTES.dark);
    expect(JSON.stringify(legend)).toContain('°F');
  });

  it('stay in °C as data, and are named in the shown unit in the words of a condition', () => {
    showTemperaturesIn('fahrenheit');
    const hotSummary = (tick: number) => s19Summary({ chip_temp: { min: 60, max: 95 } }, undefined, tick);
    const miner = new JudgedMiner().summary(hotSummary(1)).summary(hotSummary(2), { afterS: 300 });
    const [hot] = miner.conditions.filter(({ code }) => code === 'hot');
    expect(hot).toMatchObject({ message: 'Hottest chip at 203 °F', value: 95, unit: '°C' });
    const csv = fleetCsv(
      [minerRow({ latest_status: status({ chip_temp_max_c: 70 }) })],
      ['chip_temp'],
      momentOf(NOW, 15),
    );
    expect(csv).toBe('\uFEFFchip_temp_max_c,mac\r\n70,02:95:23:00:00:01\r\n');
  });

  it('are asked for in °C whatever is shown, and in °F with an F', () => {
    const row = minerRow({ latest_status: status({ chip_temp_max_c: 80 }) });
    const matches = (text: string) => {
      const query = parseQuery(text);
      expect(query.errors).toEqual([]);
      return matchesQuery(query, row, NOW);
    };
    for (const unit of ['celsius', 'fahrenheit'] as const) {
      showTemperaturesIn(unit);
      for (const text of ['temp>79', 'temp:80', 'temp=80C', 'temp>175F', 'temp=176f', 'temp:176°F', 'temp<=176F']) {
        expect(matches(text), text).toBe(true);
      }
      for (const text of ['temp>80', 'temp>176F', 'temp<176F', 'temp:170F']) expect(matches(text), text).toBe(false);
    }
    expect(parseQuery('temp>hot').errors[0]?.message).toContain('temp>176F');
    expect(completeQuery('temp', 4, NO_VALUES)[0]?.means).toContain('°F with F');
  });

  it('say what they ask where °F is shown, and a figure has no unit', () => {
    const notes = (text: string) => celsiusNotes(parseQuery(text).terms);
    expect(notes('temp>170')).toEqual([]);
    showTemperaturesIn('fahrenheit');
    expect(notes('temp>170')).toEqual(['170 is in °C (338 °F). In °F: 170F']);
    expect(notes('temp>170F temp<90C power>170 s21')).toEqual([]);
    expect(fleetTexts.search.placeholder).toContain('temp>176F');
  });
});
