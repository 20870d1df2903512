import type { Chip } from '../../../../src-shared/model/index.ts';
import { formatTemp } from '../../../../src-shared/temperature.ts';
import { formatMinerHashrate, quantityText } from '../../../../src-shared/units.ts';
import { minerTexts } from '../miner-texts.ts';

const texts = minerTexts.chips;

/** All known values of a chip in one line. `name` is its name on the board. */
export function chipText(name: string, chip: Chip, algorithm: string | null): string {
  const parts = [
    chip.temp_c === null ? null : quantityText(formatTemp(chip.temp_c)),
    chip.hashrate_hs === null ? null : chipHashrateText(chip.hashrate_hs, algorithm),
    chip.frequency_mhz === null ? null : texts.megahertz(Math.round(chip.frequency_mhz)),
    chip.voltage_mv === null ? null : texts.millivolts(Math.round(chip.voltage_mv)),
    chip.errors === null ? null : texts.errorCount(chip.errors),
    chip.grade === null || chip.grade === 'grey' ? null : chip.grade === 'red' ? texts.bad : texts.weak,
    chip.throttled === true ? texts.throttled : null,
  ];
  return texts.chip(name, parts.filter((part) => part !== null).join(' · ') || texts.unknown);
}

export function chipHashrateText(hashrateHs: number, algorithm: string | null): string {
  if (algorithm === 'scrypt') return quantityText(formatMinerHashrate(hashrateHs, algorithm));
  return texts.gigahashes(Math.round(hashrateHs / 1e9));
}
