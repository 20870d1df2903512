import type { JobAction } from '../model/index.ts';

/**
 * `counted`: stops miners for long, or changes their settings. `calm`: starts nothing and raises no
 * power. `relief`: takes load off miners, and may be urgent. `unseen`: polls do not show it.
 * `long`: the miner starts, which takes minutes. `may_restart`: whether it needs a restart is known
 * once a miner of this farm has proven the change. `proven`: after it is in force, figures or
 * shares must prove it.
 */
type Trait = 'counted' | 'calm' | 'relief' | 'unseen' | 'long' | 'may_restart' | 'proven';

const TRAITS: Readonly<Record<JobAction, readonly Trait[]>> = {
  locate: ['calm', 'unseen'],
  pause: ['calm', 'relief'],
  resume: ['long'],
  start: ['long'],
  stop: ['calm', 'counted', 'relief'],
  restart: ['long'],
  reboot: ['counted', 'long'],
  throttle: ['proven'],
  preset: ['counted', 'may_restart', 'proven'],
  switch_pool: ['calm'],
  pools: ['counted', 'may_restart', 'proven'],
};

export function hasTrait(action: JobAction, trait: Trait): boolean {
  return TRAITS[action].includes(trait);
}
