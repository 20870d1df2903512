import type { MinerState } from './hardware/operating-point.ts';
import type { PresetRung } from './hardware/preset-ladders.ts';
import { unitNoise, wholeNoise } from './noise.ts';

/**
 * How long each step takes, in simulated seconds; measured on an L9 with VNish 1.2.7 unless noted.
 */
export const TIMES_S = {
  /** From the response of `/system/reboot` to the loss of the connection. */
  rebootAfter: 3,
  /** From that response until HTTP is back, with uptime 0:00. */
  rebootDown: 22,
  shuttingDown: 4,
  /** The mining process is not up yet: the summary has no `miner`. */
  booting: 12,
  bootInitializing: 80,
  bootRamp: 56,
  restarting: 6,
  initializing: 95,
  ramp: 65,
  /** Resume and preset switching do not initialise the boards again. */
  hotRamp: 63,
} as const;

/** What the machine needs from its miner during transitions. */
export interface MachineEnvironment {
  /** The preset in force. */
  rung(): PresetRung;
  throttlePercent(): number;
  /** Whether the preset in force must be tuned first. */
  needsTuning(): boolean;
  tuningFinished(atS: number): void;
  /** The mining process restarts and reads its configuration. */
  miningStarts(): void;
  /**
   * 0 if the boards come up; otherwise how often the start is retried before the miner gives up.
   */
  failingStartAttempts(): number;
}

/** One transition, newest last; charts and logs are made from these. */
export interface Transition {
  readonly atS: number;
  readonly state: MinerState;
  readonly hashingSinceS: number | null;
  readonly rampS: number;
  readonly rung: PresetRung;
  readonly throttlePercent: number;
  readonly note: string | null;
}

const KEPT_TRANSITIONS = 200;
const DOES_NOT_FIT = 'CGMiner err: Cgminer error failed-to-activate-';

/**
 * The states of a miner as the firmware reports them. There is no timer: `advance` performs every
 * due transition at its own time, so that the result does not depend on how often it is read.
 */
export class StateMachine {
  state: MinerState;
  sinceS: number;
  hashingSinceS: number | null = null;
  rampS: number = TIMES_S.ramp;
  description: string | null = null;
  failureCode: number | null = null;
  restartCount = 0;
  readonly transitions: Transition[] = [];
  readonly #seed: number;
  readonly #environment: MachineEnvironment;
  #untilS = Number.POSITIVE_INFINITY;
  #isPaused = false;
  #attempts = 0;
  #starts = 0;

  constructor(seed: number, environment: MachineEnvironment, first: { state: MinerState; sinceS: number }) {
    this.#seed = seed;
    this.#environment = environment;
    this.state = first.state;
    this.sinceS = first.sinceS;
    if (this.isHashing) {
      this.hashingSinceS = first.sinceS;
      if (this.state === 'auto-tuning') this.#untilS = this.#tuningEndS(0);
    }
    this.#record(first.sinceS, null);
  }

  get isHashing(): boolean {
    return this.state === 'mining' || this.state === 'auto-tuning';
  }

  /** When the next transition is due; infinite if there is none. */
  get dueS(): number {
    return this.#untilS;
  }

  /** Performs the one transition that is due at `dueS`. */
  advance(): void {
    const atS = this.#untilS;
    if (this.state === 'shutting-down') this.#enter('stopped', atS);
    else if (this.state === 'starting') this.#initialize(atS, TIMES_S.bootInitializing, TIMES_S.bootRamp);
    else if (this.state === 'restarting') this.#initialize(atS, TIMES_S.initializing, TIMES_S.ramp);
    else if (this.state === 'initializing') this.#finishStart(atS);
    else if (this.state === 'auto-tuning') this.#finishTuning(atS);
  }

  /** The mining commands return null if accepted, otherwise the firmware's error text. */
  start(atS: number): string | null {
    if (this.state !== 'stopped' && this.state !== 'failure') return `${DOES_NOT_FIT}start-mode `;
    this.#attempts = 0;
    this.#initialize(atS, TIMES_S.initializing, TIMES_S.ramp);
    return null;
  }

  stop(atS: number): string | null {
    if (this.state === 'stopped' || this.state === 'shutting-down') return `${DOES_NOT_FIT}stop-mode `;
    this.#enter('shutting-down', atS, TIMES_S.shuttingDown);
    return null;
  }

  restart(atS: number, note: string | null = null): string | null {
    if (this.state === 'restarting' || this.state === 'starting') return `${DOES_NOT_FIT}restart-mode `;
    this.#attempts = 0;
    this.restartCount++;
    this.#enter('restarting', atS, TIMES_S.restarting, note);
    return null;
  }

  /**
   * The state of a paused miner was never captured; `stopped` is the only plausible documented one.
   */
  pause(atS: number): string | null {
    if (!this.isHashing) return `${DOES_NOT_FIT}pause-mode `;
    this.#enter('stopped', atS);
    this.#isPaused = true;
    return null;
  }

  resume(atS: number): string | null {
    if (!this.#isPaused) return `${DOES_NOT_FIT}resume-mode `;
    this.#hash(atS, TIMES_S.hotRamp);
    return null;
  }

  /** Another preset while hashing: the boards stay up and the rate ramps to its new value. */
  switchPreset(atS: number, note: string): void {
    this.#hash(atS, TIMES_S.hotRamp, note);
  }

  /** Whether the miner hashes, is about to, or would if it could. */
  get isRunning(): boolean {
    return this.state !== 'stopped' && this.state !== 'shutting-down';
  }

  /** Without power nothing runs until `boot`. */
  cutPower(atS: number): void {
    this.#enter('stopped', atS, Number.POSITIVE_INFINITY, 'power lost');
  }

  /** The control board has just come up. */
  boot(atS: number, startsMining: boolean): void {
    this.restartCount = 0;
    this.#attempts = 0;
    if (startsMining) this.#enter('starting', atS, TIMES_S.booting, 'reboot');
    else this.#enter('stopped', atS, Number.POSITIVE_INFINITY, 'reboot');
  }

  /** The operating point has changed without a change of state. */
  noteChange(atS: number, note: string): void {
    this.#record(atS, note);
  }

  fail(atS: number, description: string, code: number | null): void {
    this.#enter('failure', atS);
    this.description = description;
    this.failureCode = code;
  }

  /** The firmware stops by itself with a reason; that is not a failure. */
  protect(atS: number, description: string): void {
    this.#enter('stopped', atS);
    this.description = description;
    this.failureCode = 0;
  }

  #initialize(atS: number, durationS: number, rampS: number): void {
    this.#environment.miningStarts();
    this.#starts++;
    this.rampS = rampS;
    const jitter = 0.9 + 0.2 * unitNoise(this.#seed, 0x57a7 + this.#starts);
    this.#enter('initializing', atS, durationS * jitter);
  }

  #finishStart(atS: number): void {
    const attempts = this.#environment.failingStartAttempts();
    if (attempts === 0) {
      this.#hash(atS, this.rampS);
    } else if (this.#attempts < attempts) {
      this.#attempts++;
      this.restartCount++;
      const note = `Restarting (${this.#attempts} of ${attempts}) - Miner initialization failed`;
      this.#enter('restarting', atS, TIMES_S.restarting, note);
    } else {
      this.fail(atS, 'Miner initialization failed', null);
    }
  }

  #finishTuning(atS: number): void {
    this.#environment.tuningFinished(atS);
    const { hashingSinceS, sinceS } = this;
    this.#enter('mining', atS);
    this.hashingSinceS = hashingSinceS;
    this.sinceS = sinceS;
    this.#amend();
  }

  #hash(atS: number, rampS: number, note: string | null = null): void {
    const tunes = this.#environment.needsTuning();
    this.#enter(tunes ? 'auto-tuning' : 'mining', atS, Number.POSITIVE_INFINITY, note);
    if (tunes) this.#untilS = this.#tuningEndS(atS);
    this.hashingSinceS = atS;
    this.rampS = rampS;
    this.#amend();
  }

  #tuningEndS(fromS: number): number {
    return fromS + wholeNoise(this.#seed, 0x7e5 + this.#starts, 7200, 18_000);
  }

  #enter(state: MinerState, atS: number, durationS = Number.POSITIVE_INFINITY, note: string | null = null): void {
    this.state = state;
    this.sinceS = atS;
    this.#untilS = atS + durationS;
    this.hashingSinceS = null;
    this.description = null;
    this.failureCode = null;
    this.#isPaused = false;
    this.#record(atS, note);
  }

  #record(atS: number, note: string | null): void {
    this.transitions.push({
      atS,
      state: this.state,
      hashingSinceS: this.hashingSinceS,
      rampS: this.rampS,
      rung: this.#environment.rung(),
      throttlePercent: this.#environment.throttlePercent(),
      note,
    });
    if (this.transitions.length > KEPT_TRANSITIONS) this.transitions.splice(0, KEPT_TRANSITIONS / 2);
  }

  /** Rewrites the last entry, which was recorded before hashing began. */
  #amend(): void {
    const last = this.transitions.pop();
    if (last !== undefined) this.#record(last.atS, last.note);
  }
}
