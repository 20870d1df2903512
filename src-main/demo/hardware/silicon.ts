import type { MinerPlan } from '../farm-profiles.ts';
import { hash32, signedNoise, unitNoise, wholeNoise } from '../noise.ts';

/** The quality of the chips of one board. Arrays are by chip, in board order. */
export interface BoardSilicon {
  readonly seed: number;
  /** What the tuner adds to the preset's frequency, in MHz. */
  readonly freqOffsetMhz: Int8Array;
  /**
   * Hash rate of the chip as a share of the nominal one for its frequency: about 1; 0 when dead.
   */
  readonly efficiency: Float32Array;
  /** Degrees above the board's mean: chips downstream of the air are warmer. */
  readonly heatC: Float32Array;
  readonly errorsPerHour: Float32Array;
  readonly meanOffsetMhz: number;
  /** Sums over the chips of `efficiency` and of `efficiency * freqOffsetMhz`, for fast averages. */
  readonly efficiencySum: number;
  readonly offsetEfficiencySum: number;
  /** Power relative to an average board. */
  readonly powerFactor: number;
  /** Degrees above the miner's mean. */
  readonly boardHeatC: number;
}

export interface SiliconFaults {
  /** A cluster of silent chips, at a position that depends on the seed. */
  readonly deadChips: boolean;
}

const HOT_BOARD_C = 13;
const WEAK_SHARE = 0.007;

/** The boards of a miner. Takes some microseconds a chip, so it is created on first use. */
export function makeSilicon(plan: MinerPlan, faults: SiliconFaults): BoardSilicon[] {
  const boards: BoardSilicon[] = [];
  for (let board = 0; board < plan.model.chains; board++) boards.push(makeBoard(plan, board, faults));
  return boards;
}

function makeBoard(plan: MinerPlan, board: number, faults: SiliconFaults): BoardSilicon {
  const count = plan.model.chipsPerChain;
  const seed = hash32(plan.seed, 0xb0a4d + board);
  const freqOffsetMhz = new Int8Array(count);
  const efficiency = new Float32Array(count);
  const heatC = new Float32Array(count);
  for (let chip = 0; chip < count; chip++) {
    freqOffsetMhz[chip] = Math.round(signedNoise(seed, chip) * signedNoise(seed, chip + 5000) * 4) * 5;
    efficiency[chip] = 0.997 + 0.012 * signedNoise(seed, chip + 1000);
    if (!plan.allChipsGood && unitNoise(seed, chip + 2000) < WEAK_SHARE) {
      efficiency[chip] = 0.74 + 0.14 * unitNoise(seed, chip + 3000);
    }
    heatC[chip] = (chip / count - 0.5) * 7 + 1.2 * signedNoise(seed, chip + 4000);
  }
  const ailment = plan.ailment?.board === board ? plan.ailment.kind : null;
  if (ailment === 'weak-chips') weaken(efficiency, seed);
  if (ailment === 'dead-chips') silence(efficiency, seed, plan.model.chipsPerDomain + 2);
  if (faults.deadChips && board === plan.seed % plan.model.chains) {
    silence(efficiency, seed + 1, plan.model.chipsPerDomain * 2);
  }
  return {
    seed,
    freqOffsetMhz,
    efficiency,
    heatC,
    errorsPerHour: efficiency.map((share, chip) => errorRate(share, unitNoise(seed, chip + 6000))),
    ...sumUp(freqOffsetMhz, efficiency),
    powerFactor: 1 + 0.012 * signedNoise(seed, 0x70e),
    boardHeatC: 1.2 * signedNoise(seed, 0x4ea7) + (ailment === 'hot-board' ? HOT_BOARD_C : 0),
  };
}

function weaken(efficiency: Float32Array, seed: number): void {
  const count = wholeNoise(seed, 0x3ea, 12, 18);
  for (let i = 0; i < count; i++) {
    const chip = hash32(seed, 0x3eb + i) % efficiency.length;
    efficiency[chip] = i % 4 === 0 ? 0.2 + 0.25 * unitNoise(seed, i) : 0.55 + 0.25 * unitNoise(seed, i);
  }
}

function silence(efficiency: Float32Array, seed: number, count: number): void {
  const first = hash32(seed, 0xdead) % (efficiency.length - count);
  efficiency.fill(0, first, first + count);
}

/** Errors per hour: none for a silent chip, many for a weak one. */
function errorRate(efficiency: number, luck: number): number {
  if (efficiency === 0) return 0;
  return 0.3 + 2 * luck + (efficiency < 0.95 ? (1 - efficiency) * 400 : 0);
}

function sumUp(
  offsets: Int8Array,
  efficiency: Float32Array,
): Pick<BoardSilicon, 'meanOffsetMhz' | 'efficiencySum' | 'offsetEfficiencySum'> {
  let offsetSum = 0;
  let efficiencySum = 0;
  let offsetEfficiencySum = 0;
  for (let chip = 0; chip < offsets.length; chip++) {
    const offset = offsets[chip] as number;
    const share = efficiency[chip] as number;
    offsetSum += offset;
    efficiencySum += share;
    offsetEfficiencySum += share * offset;
  }
  return { meanOffsetMhz: offsetSum / offsets.length, efficiencySum, offsetEfficiencySum };
}
