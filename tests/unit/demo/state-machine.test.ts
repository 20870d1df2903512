import { describe, expect, it } from 'vitest';
import { S19J_PRO } from '../../../src-main/demo/hardware/hardware.ts';
import { type PresetRung, presetLadder } from '../../../src-main/demo/hardware/preset-ladders.ts';
import { type MachineEnvironment, StateMachine } from '../../../src-main/demo/state-machine.ts';

function machine(around: Partial<MachineEnvironment> = {}): StateMachine {
  return new StateMachine(
    1,
    {
      rung: () => presetLadder(S19J_PRO)[3] as PresetRung,
      throttlePercent: () => 100,
      needsTuning: () => false,
      tuningFinished: () => undefined,
      miningStarts: () => undefined,
      failingStartAttempts: () => 0,
      ...around,
    },
    { state: 'stopped', sinceS: -100 },
  );
}

/** All states that the machine passes by itself, with the duration of each. */
function story(one: StateMachine): [string, number][] {
  const passed: [string, number][] = [];
  while (Number.isFinite(one.dueS)) {
    passed.push([one.state, Math.round(one.dueS - one.sinceS)]);
    one.advance();
  }
  return [...passed, [one.state, Number.POSITIVE_INFINITY]];
}

const states = (one: StateMachine): string[] => story(one).map(([state]) => state);

describe("the simulated miner's life", () => {
  it('leads from start to mining in about a minute and a half', () => {
    const one = machine();
    expect(one.start(0)).toBeNull();
    const passed = story(one);
    expect(passed.map(([state]) => state)).toEqual(['initializing', 'mining']);
    expect(passed[0]?.[1]).toBeGreaterThan(80);
    expect(passed[0]?.[1]).toBeLessThan(110);
  });

  it('leads from the boot of the control board over starting to mining', () => {
    const one = machine();
    one.boot(22, true);
    expect(states(one)).toEqual(['starting', 'initializing', 'mining']);
    expect(one.hashingSinceS).toBeGreaterThan(100);
    expect(one.hashingSinceS).toBeLessThan(130);
  });

  it('leads over hours of auto-tuning where the preset needs it, hashing from the beginning', () => {
    let tuned = false;
    const one = machine({
      needsTuning: () => !tuned,
      tuningFinished: () => {
        tuned = true;
      },
    });
    one.start(0);
    const passed = story(one);
    expect(passed.map(([state]) => state)).toEqual(['initializing', 'auto-tuning', 'mining']);
    expect(passed[1]?.[1]).toBeGreaterThanOrEqual(7200);
    expect(one.hashingSinceS).toBeLessThan(120);
  });

  it('tries again as often as allowed when the boards do not come up, then fails', () => {
    const one = machine({ failingStartAttempts: () => 2 });
    one.start(0);
    const again = ['restarting', 'initializing'];
    expect(states(one)).toEqual(['initializing', ...again, ...again, 'failure']);
    expect(one.transitions.map(({ note }) => note).filter((note) => note !== null)).toEqual([
      'Restarting (1 of 2) - Miner initialization failed',
      'Restarting (2 of 2) - Miner initialization failed',
    ]);
    expect(one.restartCount).toBe(2);
    expect(one.description).toBe('Miner initialization failed');
  });

  it('refuses what does not fit', () => {
    const one = machine();
    expect(one.pause(0)).toContain('failed-to-activate-pause-mode ');
    expect(one.resume(0)).toContain('failed-to-activate-resume-mode ');
    expect(one.stop(0)).not.toBeNull();
    one.start(0);
    expect(one.start(1)).not.toBeNull();
  });

  it('keeps no more of its past than it needs', () => {
    const one = machine();
    for (let i = 0; i < 1000; i++) one.noteChange(i, 'x');
    expect(one.transitions.length).toBeLessThanOrEqual(200);
    expect(one.transitions.at(-1)?.atS).toBe(999);
  });
});
