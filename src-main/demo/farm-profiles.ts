import type { FirmwareVersion } from './firmware-versions.ts';
import { VNISH_1_2_0_RC5, VNISH_1_2_6, VNISH_1_2_7, VNISH_1_3_4 } from './firmware-versions.ts';
import type { HardwareModel } from './hardware/hardware.ts';
import { L9, S19, S19_PRO_HYDRO, S19J_PRO, S21, S21_PRO } from './hardware/hardware.ts';
import { presetLadder, stockRung } from './hardware/preset-ladders.ts';
import { hash32, pickNoise, textNoise, unitNoise, wholeNoise } from './noise.ts';

/** A plausible fault of one board. */
export interface Ailment {
  readonly kind: 'weak-chips' | 'hot-board' | 'dead-chips';
  /** 0-based board. */
  readonly board: number;
}

/**
 * Everything about one simulated miner that never changes: model, position and permanent faults.
 */
export interface MinerPlan {
  readonly seed: number;
  readonly index: number;
  readonly model: HardwareModel;
  readonly version: FirmwareVersion;
  readonly mac: string;
  readonly hostname: string;
  readonly platform: string;
  readonly buildUuid: string;
  /** Position in the farm. It is warmer at the top of a rack. */
  readonly rack: number;
  readonly shelf: number;
  readonly slot: number;
  readonly ailment: Ailment | null;
  /** A healthy fleet has no weak chips, so that nothing in it is an anomaly. */
  readonly allChipsGood: boolean;
  /** Index of the configured preset on the model's ladder. */
  readonly startRung: number;
  /** Whether the configured preset still has to be tuned when the fleet starts. */
  readonly startsUntuned: boolean;
  readonly startsStopped: boolean;
  readonly switcherEnabled: boolean;
  /** Seconds the miner had been up when the fleet started. */
  readonly initialUptimeS: number;
}

interface Profile {
  /** Relative weights. */
  readonly models: readonly (readonly [HardwareModel, number])[];
  /** Faults, tuning miners and a stopped one, as on any day in a real farm. */
  readonly hasTroubles: boolean;
}

const only = (model: HardwareModel): Profile => ({ models: [[model, 1]], hasTroubles: false });

const MIXED_MODELS = [
  [S19J_PRO, 40],
  [S19, 15],
  [S21, 15],
  [S21_PRO, 15],
  [L9, 8],
  [S19_PRO_HYDRO, 7],
] as const;

const PROFILES = new Map<string, Profile>([
  ['mixed', { models: MIXED_MODELS, hasTroubles: true }],
  ['healthy', { models: MIXED_MODELS, hasTroubles: false }],
  ['s19jpro', only(S19J_PRO)],
  ['s19', only(S19)],
  ['s21', only(S21)],
  ['s21pro', only(S21_PRO)],
  ['l9', only(L9)],
  ['hydro', only(S19_PRO_HYDRO)],
]);

export const PROFILE_NAMES: readonly string[] = [...PROFILES.keys()];

const VERSIONS = [
  [VNISH_1_2_6, 40],
  [VNISH_1_2_7, 35],
  [VNISH_1_3_4, 15],
  [VNISH_1_2_0_RC5, 10],
] as const;

/** One miner in each block of this size has a slight fault, is being tuned, or is stopped. */
const AILING_EVERY = 14;
const TUNING_EVERY = 24;
const STOPPED_EVERY = 60;
const SLOTS_PER_SHELF = 4;
const SHELVES_PER_RACK = 6;
const HEX = '0123456789abcdef';

/**
 * The plan of miner number `index`. It depends only on the fleet's seed, so that the same command
 * gives the same farm. Throws for an unknown profile, naming the known ones.
 */
export function planMiner(fleetSeed: number, index: number, profileName: string): MinerPlan {
  const profile = PROFILES.get(profileName);
  if (profile === undefined) {
    throw new Error(`unknown profile "${profileName}"; known: ${PROFILE_NAMES.join(', ')}`);
  }
  const seed = hash32(fleetSeed, index);
  const model = pickWeighted(seed, 1, profile.models);
  const place = Math.floor(index / SLOTS_PER_SHELF);
  const rack = Math.floor(place / SHELVES_PER_RACK) + 1;
  const shelf = (place % SHELVES_PER_RACK) + 1;
  const slot = (index % SLOTS_PER_SHELF) + 1;
  const isAiling = profile.hasTroubles && isChosenInBlock(fleetSeed, index, AILING_EVERY, 11);
  const isTuning = profile.hasTroubles && !isAiling && isChosenInBlock(fleetSeed, index, TUNING_EVERY, 12);
  const isStopped =
    profile.hasTroubles && !isAiling && !isTuning && isChosenInBlock(fleetSeed, index, STOPPED_EVERY, 13);
  return {
    seed,
    index,
    model,
    version: pickVersion(seed, model),
    mac: planMac(fleetSeed, index),
    hostname: unitNoise(seed, 3) < 0.2 ? `R${rack}-S${two(shelf)}-${two(slot)}` : 'Antminer',
    platform: pickNoise(seed, 4, model.platforms),
    buildUuid: textNoise(seed, 32, HEX),
    rack,
    shelf,
    slot,
    ailment: isAiling ? planAilment(seed, Math.floor(index / AILING_EVERY), model) : null,
    allChipsGood: !profile.hasTroubles,
    startRung: Math.max(1, stockRung(model) - wholeNoise(seed, 6, 0, 2)),
    startsUntuned: isTuning,
    startsStopped: isStopped,
    switcherEnabled: unitNoise(seed, 7) < 0.4,
    initialUptimeS: wholeNoise(seed, 8, 3600, 30 * 86_400),
  };
}

/** Rungs that the miner has already tuned: a range around the configured one. */
export function initiallyTunedRungs(plan: MinerPlan): Set<number> {
  const top = presetLadder(plan.model).length - 1;
  const tuned = new Set<number>();
  const first = Math.max(0, plan.startRung - wholeNoise(plan.seed, 9, 3, 6));
  const last = Math.min(top, plan.startRung + wholeNoise(plan.seed, 10, 0, 2));
  for (let rung = first; rung <= last; rung++) tuned.add(rung);
  if (plan.startsUntuned) tuned.delete(plan.startRung);
  return tuned;
}

/**
 * Exactly one index in every block of `every` is chosen, so that a small fleet has its share too.
 */
function isChosenInBlock(fleetSeed: number, index: number, every: number, key: number): boolean {
  const block = Math.floor(index / every);
  return index % every === hash32(hash32(fleetSeed, key), block) % every;
}

function planAilment(seed: number, block: number, model: HardwareModel): Ailment {
  const kinds = ['weak-chips', 'hot-board', 'dead-chips'] as const;
  return { kind: kinds[block % kinds.length] as Ailment['kind'], board: hash32(seed, 5) % model.chains };
}

/** Only the S19 and the S19j Pro ran the 1.2.0 builds. */
function pickVersion(seed: number, model: HardwareModel): FirmwareVersion {
  const version = pickWeighted(seed, 2, VERSIONS);
  return version === VNISH_1_2_0_RC5 && model !== S19 && model !== S19J_PRO ? VNISH_1_2_6 : version;
}

function pickWeighted<T>(seed: number, key: number, items: readonly (readonly [T, number])[]): T {
  const total = items.reduce((sum, [, weight]) => sum + weight, 0);
  let left = unitNoise(seed, key) * total;
  for (const [item, weight] of items) {
    left -= weight;
    if (left < 0) return item;
  }
  return (items[0] as readonly [T, number])[0];
}

/**
 * A locally administered MAC, in upper case and unique in the fleet: the low three bytes are a
 * permutation of the index.
 */
function planMac(fleetSeed: number, index: number): string {
  const scattered = (Math.imul(index, 0x9e3779) ^ (fleetSeed << 7)) & 0xffffff;
  const bytes = [hash32(fleetSeed, 0x6d61) & 0xffff, scattered];
  const hex = (bytes[0] as number).toString(16).padStart(4, '0') + (bytes[1] as number).toString(16).padStart(6, '0');
  return `02:${(hex.match(/../g) as string[]).join(':')}`.toUpperCase();
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
