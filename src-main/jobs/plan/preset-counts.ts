import type { PresetCounts } from '../../../src-shared/model/index.ts';
import type { KnownMiner } from '../goal/known-miner.ts';

/** The presets of miners by name, with what each unit says of them; in the order of their lists. */
export function presetCounts(miners: Iterable<Pick<KnownMiner, 'presets' | 'now'> | null>): PresetCounts[] {
  const choices = new Map<string, PresetCounts>();
  for (const miner of miners) {
    for (const { name, status } of miner?.presets ?? []) {
      const choice = choices.get(name) ?? { preset: name, miners: 0, tuned: 0, unknown: 0, active: 0 };
      choices.set(name, {
        ...choice,
        miners: choice.miners + 1,
        tuned: choice.tuned + (status === 'tuned' ? 1 : 0),
        unknown: choice.unknown + (status === null ? 1 : 0),
        active: choice.active + (miner?.now?.preset === name ? 1 : 0),
      });
    }
  }
  return [...choices.values()];
}
