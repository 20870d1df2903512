import { describe, expect, it } from 'vitest';
import { effectOf, unproven, type Watched } from '../../../../src-main/jobs/goal/effect.ts';
import { type Observed, observed } from '../../../../src-main/jobs/goal/known-miner.ts';

const DAY = 86_400;
/** Seconds from the uptime to the count of seconds of one reading. */
const SLOW = [0, 1, 8, 29];
const SECONDS = Array.from({ length: 60 }, (_, second) => second);

/** Uptimes are in whole minutes. */
const mining = (uptimeS: number, stateS: number): Observed =>
  observed({ state: 'mining', uptime_s: Math.floor(uptimeS / 60) * 60, state_seconds: stateS });

/** By the miner's own counts alone, as after PowerHive was closed. */
const restart = (base: Observed, now: Observed) => {
  const watched: Watched = { base, elapsedMs: 0, moved: false, switched: false, restarted: false };
  return effectOf({ kind: 'restart' }, now, watched);
};

describe('a restart that only the counts of the miner show', () => {
  it.each([100, 600, DAY, 30 * DAY])('is none where a miner that mines for %d s answers slowly', (mines) => {
    const wrong: string[] = [];
    for (const slow of SLOW) {
      for (const at of SECONDS) {
        for (const seconds of [...SECONDS, ...SECONDS.map((second) => 600 + second), 3 * DAY]) {
          const [uptime, later] = [mines + 200 + at, slow + seconds];
          const effect = restart(mining(uptime, mines + slow), mining(uptime + later, mines + later));
          if (effect !== 'none') wrong.push(`${slow} s slow, at ${at} s, ${seconds} s later`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each([200, 600, DAY, 30 * DAY])('is one where the count of a miner that mined for %d s began again', (mined) => {
    const wrong: string[] = [];
    for (const slow of SLOW) {
      for (const at of SECONDS) {
        // Boards take about 100 s to hash again.
        for (const mines of [...SECONDS, ...SECONDS.map((second) => 600 + second), 3 * DAY]) {
          const [uptime, later] = [mined + 200 + at, slow + 100 + mines];
          const effect = restart(mining(uptime, mined + slow), mining(uptime + later, mines));
          if (effect !== 'in_force') wrong.push(`${slow} s slow, at ${at} s, mines for ${mines} s`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

it('figures that prove no preset are said beside what is expected', () => {
  const goal = { kind: 'preset', preset: '2500', top: null, power_w: 2500, hashrate_hs: 1e14, untuned: false } as const;
  const at = (power_w: number, hashrate_hs: number) =>
    unproven(goal, observed({ state: 'mining', preset: '2500', power_w, hashrate_hs }), null);
  expect(at(2500, 61.5e12)).toBe('it hashes 61.5 TH/s, 62 % of the expected 100.0 TH/s');
  expect(at(3000, 1e14)).toBe('it draws 3000 W, not 2500 W');
  expect(at(2500, 1e14)).toBeNull();
});
