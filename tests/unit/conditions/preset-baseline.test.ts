import { expect, it } from 'vitest';
import { minerLoss } from '../../../src-shared/miner/lost-hashrate.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { statusRecord, storedMiner, storedModel } from '../../fixtures/farm/fleet-entries.ts';
import { JudgedMiner, S19, s19Summary } from '../../fixtures/farm/judged-miner.ts';
import { memoryFleet } from '../../fixtures/farm/memory-fleet.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

const HOUR_S = 3600;
const rung = (watts: number, th: number) => ({
  name: String(watts),
  pretty: `${watts} watt ~ ${th} TH`,
  power_w: watts,
  hashrate_hs: th * 1e12,
  status: null,
  modded_psu_required: false,
});
const MODEL = { ...S19, presets: [rung(2500, 92), rung(3050, 104), rung(3240, 110)] };

/** Runs a preset for so many seconds, read every ten minutes. */
function run(
  miner: JudgedMiner,
  preset: string,
  seconds: number,
  { state = 'mining', switcher = { enabled: true } as object } = {},
): JudgedMiner {
  const perf = { preset_switcher: switcher, current_preset: { name: preset, pretty: null, status: 'tuned' } };
  for (let s = 0; s < seconds; s += 600) {
    const tick = miner.nowMs / 600_000;
    const status = { miner_status: { miner_state: state, miner_state_time: 3600 + s } };
    miner.summary(s19Summary(status, undefined, tick % 1000), { afterS: 600, perf });
  }
  return miner;
}
const isFall = ({ code }: { readonly code: string }) => code === 'preset_fell';
const anyFallOf = (miner: JudgedMiner) => miner.conditions.find(isFall);
/** Without notices. */
const fallOf = (miner: JudgedMiner) => miner.row.attention.find(isFall);
const running = (preset: string, hours: number) =>
  run(new JudgedMiner({ model: MODEL, preset }), preset, hours * HOUR_S);

it('a preset that fell by itself below what the miner usually runs is a problem, with what that loses', () => {
  const miner = running('3050', 30);
  const fellAt = miner.nowMs + 600_000;
  run(miner, '2500', 1200);
  expect(anyFallOf(miner)).toMatchObject({
    message: 'Preset fell: 2500, usually 3050 (12.0 TH/s less)',
    severity: 'warning',
    since_at: fellAt,
  });
  expect(miner.row.preset_fall?.from).toBe('3050');
  expect(miner.row).toMatchObject({ own_preset: '3050', lowered: { preset: '3050', boards: null } });
  const { full_hashrate_hs: fullHs = null } = miner.row.lowered ?? {};
  expect(fullHs).toBeCloseTo((104 / 92) * (miner.row.latest_status?.hashrate_expected_hs ?? 0), -10);
  // Its rate is as expected of the lower preset: what is lost is what the other one would hash more.
  expect(miner.matches('condition:preset_fell')).toBe(true);
  const fell = { ...miner.row, latest_status: { ...miner.row.latest_status, hashrate_hs: 92e12 } } as never;
  expect(minerLoss(fell, miner.moment)?.shortHs).toBeCloseTo(12e12, -10);
  // However long it lasts, and over a restart: it does not become usual by itself.
  run(miner, '2500', 96 * HOUR_S).restart();
  expect(fallOf(miner)).toBeDefined();
  run(miner, '3050', 600);
  expect(fallOf(miner)).toBeUndefined();
  expect(miner.row.preset_fall).toBeNull();
});

it('what a miner usually runs is known after a day of mining, and a higher preset takes its place', () => {
  expect(fallOf(run(running('3050', 20), '2500', HOUR_S))).toBeUndefined();
  expect(
    fallOf(run(run(running('3050', 20), '3050', 12 * HOUR_S, { state: 'stopped' }), '2500', HOUR_S)),
  ).toBeUndefined();
  // Half of each day at the one, and half at the other: neither is usual.
  const shifting = running('3050', 12);
  for (let day = 0; day < 5; day += 1) run(run(shifting, '2500', 12 * HOUR_S), '3050', 12 * HOUR_S);
  expect(fallOf(run(shifting, '2500', HOUR_S))).toBeUndefined();
  // Two hours less at noon, day after day, by the heat or by the price of power, are no fall either.
  const daily = running('3050', 12);
  for (let day = 0; day < 8; day += 1) run(run(daily, '2500', 2 * HOUR_S), '3050', 22 * HOUR_S);
  expect(fallOf(run(daily, '2500', HOUR_S))).toBeUndefined();
  // Set by hand without a preset first: what it runs since is usual all the same.
  expect(fallOf(run(run(running('disabled', 60), '3050', 40 * HOUR_S), '2500', HOUR_S))).toBeDefined();

  const raised = run(running('3050', 60), '3240', 80 * HOUR_S);
  expect(fallOf(run(raised, '3050', HOUR_S))?.message).toContain('usually 3240');
});

const BY_HAND = { switcher: { enabled: false } };
const onFirstDay = () => run(new JudgedMiner({ model: MODEL, preset: '3240' }), '3240', HOUR_S, BY_HAND);

it('a fall that was seen on the first day is said at once, and does not become usual by itself', () => {
  const miner = run(onFirstDay(), '3050', 1200, BY_HAND);
  expect(fallOf(miner)?.message).toBe('Preset fell: 3050, 3240 before (6.00 TH/s less).');
  expect(miner.row.preset_fall).toMatchObject({ from: '3240' });
  run(miner, '3050', 96 * HOUR_S, BY_HAND).restart();
  expect(fallOf(miner)).toBeDefined();
  expect(anyFallOf(run(miner, '3240', 600, BY_HAND))).toBeUndefined();
  // One that rises again by itself, as by the clock: from then on only what lasts for a day is a problem.
  const back = run(run(onFirstDay(), '3050', 8 * HOUR_S, BY_HAND), '3240', 4 * HOUR_S, BY_HAND);
  run(back, '3050', 20 * HOUR_S, BY_HAND);
  expect([fallOf(back), anyFallOf(back)?.severity]).toEqual([undefined, 'notice']);
  expect(fallOf(run(back, '3050', 5 * HOUR_S, BY_HAND))).toBeDefined();
});

it('what the preset switcher lowers within its bounds is a notice until it lasts or much is lost', () => {
  const within = { switcher: { enabled: true, top_preset: '3240', min_preset: '2500' } };
  // From its first reading on, it counts among the miners of which that is known.
  expect(run(new JudgedMiner({ model: MODEL, preset: '3240' }), '3240', 600, within).row.own_preset).toBe('3240');
  const miner = run(run(onFirstDay(), '3240', 600, within), '3050', 2 * HOUR_S, within);
  expect(anyFallOf(miner)).toMatchObject({ severity: 'notice', message: expect.stringContaining('3240 before') });
  expect([fallOf(miner), miner.row.preset_fall]).toEqual([undefined, null]);
  expect(miner.row.lowered?.preset).toBe('3240');
  // One rung more, by which 110 TH/s are 92; and however little is lost, after three hours.
  expect(fallOf(run(run(onFirstDay(), '3240', 600, within), '2500', 1200, within))).toBeDefined();
  expect(fallOf(run(miner, '3050', 2 * HOUR_S, within))).toBeDefined();
  // Someone lowered its highest preset, so that the switcher does not raise it again.
  const lowered = { switcher: { enabled: true, top_preset: '3050', min_preset: '2500' } };
  expect(fallOf(run(run(onFirstDay(), '3240', 600, within), '3050', 1800, lowered))).toBeDefined();
});

it('what was not seen for long, an absence, a tuner and a preset without watts make no fall', () => {
  expect(anyFallOf(run(run(onFirstDay(), '3240', 600, BY_HAND), 'disabled', HOUR_S, BY_HAND))).toBeUndefined();
  expect(anyFallOf(run(run(new JudgedMiner({ model: MODEL }), '3240', 600), '3050', HOUR_S))).toBeUndefined();
  expect(anyFallOf(run(onFirstDay(), '3050', HOUR_S, { state: 'auto-tuning' }))).toBeUndefined();
  const away = onFirstDay();
  away.nowMs += 8 * HOUR_S * 1000;
  expect(anyFallOf(run(away, '3050', HOUR_S, BY_HAND))).toBeUndefined();
});

it('what an operator accepts is the usual preset at once, and what a job sets is', async () => {
  const clock = new ManualClock();
  const usual = { preset: '3080', running: '3080', running_ms: 90_000_000, accepted: null };
  const miner = storedMiner({ preset_baseline: usual, preset_set: '3080' });
  const model = storedModel({ presets: [rung(2500, 92), rung(2560, 93), rung(3080, 104)] });
  const recorded: unknown[] = [];
  const fleet = await memoryFleet(clock, [miner], [model], {}, new Map(), (events) => {
    recorded.push(...events);
  });
  let tick = 0;
  const poll = (preset: string, everyMs = 60_000): string[] => {
    for (let i = 0; i < 12; i += 1) {
      clock.elapse(everyMs);
      tick += 1;
      const reading = { ...statusRecord(), ...statusRecord().figures, hw_error_percent: tick };
      fleet.readings.recordStatus(miner.id, reading as never, { preset, preset_hashrate_hs: null } as never);
    }
    return fleet.problems().map(({ message }) => message);
  };
  expect(poll('2560')).toMatchObject([expect.stringContaining('Preset fell: 2560, 3080 was set')]);
  await fleet.decisions.patch(miner.id, { accept_preset: true }, TESTER);
  await fleet.decisions.patch(miner.id, { accept_preset: true }, TESTER);
  expect(recorded).toMatchObject([{ event: 'miner_preset_accepted', data: { before: '3080', after: '2560' } }]);
  expect(fleet.problems()).toEqual([]);
  expect(fleet.entry(miner.id)?.stored.preset_baseline?.preset).toBe('2560');
  // Taken back, once, it has fallen again.
  recorded.length = 0;
  for (const _ of [1, 2]) await fleet.decisions.patch(miner.id, { accept_preset: false }, TESTER);
  expect(recorded).toMatchObject([
    { event: 'miner_preset_acceptance_undone', data: { before: '2560', after: '3080' } },
  ]);
  expect(poll('2560')).toMatchObject([expect.stringContaining('Preset fell: 2560, 3080 was set')]);
  await fleet.decisions.patch(miner.id, { accept_preset: true }, TESTER);
  expect(poll('2560')).toEqual([]);
  expect(poll('2500')).toMatchObject([expect.stringContaining('Preset fell: 2500, usually 2560')]);
  // Back at the higher one for days, it may fall to the accepted one again, and not below it.
  for (let day = 0; day < 3 * 13; day += 1) poll('3080', 540_000);
  expect(fleet.entry(miner.id)?.stored.preset_baseline?.preset).toBe('3080');
  expect(poll('2560')).toEqual([]);
  expect(poll('2500')).toMatchObject([expect.stringContaining('Preset fell: 2500, 3080 was set')]);
  fleet.readings.notePresetSet(miner.id, '2500');
  expect(poll('2500')).toEqual([]);
});
