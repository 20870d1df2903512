import type { FleetClock } from './clock.ts';
import type { MinerPlan } from './farm-profiles.ts';
import { initiallyTunedRungs } from './farm-profiles.ts';
import { beginFault, boardCondition, coolingOf, endFaults } from './faults/fault-effects.ts';
import type { FaultName } from './faults/fault-names.ts';
import type { BoardCondition } from './hardware/board-readings.ts';
import type { HardwareModel } from './hardware/hardware.ts';
import type { OperatingPoint } from './hardware/operating-point.ts';
import { PoolWork } from './hardware/pool-work.ts';
import type { PresetRung } from './hardware/preset-ladders.ts';
import { presetLadder, untunedRung } from './hardware/preset-ladders.ts';
import type { BoardSilicon } from './hardware/silicon.ts';
import { makeSilicon } from './hardware/silicon.ts';
import type { Cooling } from './hardware/thermals.ts';
import { AccessControl, DEFAULT_PASSWORD } from './http/auth.ts';
import { unitNoise } from './noise.ts';
import { checkSwitcher } from './preset-switcher.ts';
import { ScheduledEffects } from './scheduled-effects.ts';
import type { MinerSettings, PoolSettings, SwitcherSettings } from './settings.ts';
import { defaultSettings } from './settings.ts';
import type { Transition } from './state-machine.ts';
import { StateMachine, TIMES_S } from './state-machine.ts';

/** Rung index of the pseudo-preset `disabled`. */
export const DISABLED_RUNG = -1;

const KEY_LIFE_UNDER_FAULT_S = 60;
const KEPT_WRITES = 50;
const SHORTEST_CHECK_S = 60;
/** How far back the preset switcher's past is simulated when the fleet starts. */
const SWITCHER_PAST_S = 7200;

interface InjectedFault {
  /** The value in `slow=SECONDS` and similar faults. */
  readonly value: number | null;
  readonly sinceS: number;
}

/**
 * One miner without its sockets. It has only the state that changes; everything else is calculated
 * from its plan and the time. `advance` must be called before reading; requests do so.
 */
export class SimulatedDevice {
  readonly clock: FleetClock;
  readonly host: string;
  readonly access = new AccessControl();
  readonly faults = new Map<FaultName, InjectedFault>();
  readonly machine: StateMachine;
  readonly tunedRungs: Set<number>;
  readonly notes = new Map<string, string>();
  /** When each log was emptied. */
  readonly logsClearedAtS = new Map<string, number>();
  /** The latest writes, as the api log lists them. */
  readonly apiLog: { readonly atS: number; readonly line: string }[] = [];
  /** MAC of the previous miner in the fleet, for the fault `dup-mac`. */
  readonly neighbourMac: string;
  /** Differs from the original plan while a fault has replaced its boards. */
  plan: MinerPlan;
  settings: MinerSettings;
  /** Rung that the boards run at. The switcher may make it differ from the configured one. */
  runningRung: number;
  runningPools: readonly PoolSettings[];
  /** With the fault `switcher-waits`: the switcher that runs until mining restarts. */
  switcherUntilStart: SwitcherSettings | null = null;
  activePoolId = 0;
  readonly poolWork = new PoolWork();
  throttlePercent = 100;
  findMiner = false;
  /** With the fault `restart-fails`: whether the next start of mining fails. */
  failsToStart = false;
  /** Effects that faults have delayed, such as late writes and changes by another client. */
  readonly later = new ScheduledEffects();
  restartRequired = false;
  rebootRequired = false;
  warranty = 'not_provided';
  bootedAtS: number;
  hostname: string;
  #silicon: BoardSilicon[] | null = null;
  #nextCheckS: number;
  #down: { readonly fromS: number; readonly untilS: number; readonly startsMining: boolean } | null = null;
  #wasRunningAtPowerLoss = true;
  #wantsReboot = false;
  readonly #ownModel: HardwareModel;

  constructor(plan: MinerPlan, host: string, clock: FleetClock, neighbourMac: string) {
    this.plan = plan;
    this.#ownModel = plan.model;
    this.host = host;
    this.clock = clock;
    this.neighbourMac = neighbourMac;
    this.settings = defaultSettings(plan, host);
    this.hostname = plan.hostname;
    this.tunedRungs = initiallyTunedRungs(plan);
    this.runningRung = plan.startRung;
    this.runningPools = this.settings.miner.pools;
    this.bootedAtS = -plan.initialUptimeS;
    const startsTuning = plan.startsUntuned && !plan.startsStopped;
    const hashedFor = startsTuning
      ? 600 + unitNoise(plan.seed, 30) * 6000
      : plan.initialUptimeS - TIMES_S.bootInitializing;
    this.machine = new StateMachine(plan.seed, this.#surroundings(), {
      state: plan.startsStopped ? 'stopped' : startsTuning ? 'auto-tuning' : 'mining',
      sinceS: -Math.floor(hashedFor),
    });
    this.#nextCheckS = -Math.min(SWITCHER_PAST_S, plan.initialUptimeS / 2) + unitNoise(plan.seed, 31) * 300;
  }

  get mac(): string {
    return this.faults.has('dup-mac') ? this.neighbourMac : this.plan.mac;
  }

  get silicon(): readonly BoardSilicon[] {
    this.#silicon ??= makeSilicon(this.plan, { deadChips: this.faults.has('chip-dead') });
    return this.#silicon;
  }

  /** Carries out everything that is due by `atS`, each at its own time. */
  advance(atS: number): void {
    for (;;) {
      const bootS = this.#down?.untilS ?? Number.POSITIVE_INFINITY;
      const dueS = Math.min(this.machine.dueS, this.#nextCheckS, bootS, this.later.dueS);
      if (dueS > atS) break;
      if (dueS === this.later.dueS) this.later.doNext();
      else if (dueS === bootS) this.#boot(bootS, this.#down?.startsMining ?? true);
      else if (dueS === this.machine.dueS) this.machine.advance();
      else {
        this.#nextCheckS = dueS + Math.max(SHORTEST_CHECK_S, this.runningSwitcher.check_time);
        checkSwitcher(this, dueS);
      }
    }
    if (this.faults.has('key-deleted')) this.access.deleteApiKeysAddedBefore(atS - KEY_LIFE_UNDER_FAULT_S);
  }

  /** Switches to another preset without a restart. */
  runRung(rung: number, atS: number, note: string): void {
    this.runningRung = rung;
    if (this.machine.isHashing) this.machine.switchPreset(atS, note);
  }

  /** The preset switcher in force, which may differ from the configured one. */
  get runningSwitcher(): SwitcherSettings {
    return this.switcherUntilStart ?? this.settings.miner.overclock.preset_switcher;
  }

  /** The operating point since the last transition. */
  point(): OperatingPoint {
    return this.#pointOf(this.machine.transitions.at(-1) as Transition);
  }

  /** The operating point at a past time; null if that is before its history. */
  pointAt(atS: number): OperatingPoint | null {
    const then = this.machine.transitions.findLast((transition) => transition.atS <= atS);
    return then === undefined ? null : this.#pointOf(then);
  }

  cooling(): Cooling {
    return coolingOf(this);
  }

  boardCondition(board: number): BoardCondition {
    return boardCondition(this, board);
  }

  faultSinceS(name: FaultName): number | null {
    return this.faults.get(name)?.sinceS ?? null;
  }

  missingBoard(): number {
    return (this.plan.seed >>> 3) % this.plan.model.chains;
  }

  /** Replaces the boards; null restores the original ones. */
  swapBoards(change: ((model: HardwareModel) => HardwareModel) | null): void {
    this.plan = { ...this.plan, model: change === null ? this.#ownModel : change(this.#ownModel) };
    this.#silicon = null;
  }

  /** The preset of a rung index. */
  rung(index: number): PresetRung {
    const preset = presetLadder(this.plan.model)[index];
    return preset ?? untunedRung(this.plan.model, this.settings.miner.overclock.globals);
  }

  /** Rung index of a preset's name; null if the model has no such preset. */
  rungNamed(name: string): number | null {
    if (name === 'disabled') return DISABLED_RUNG;
    const index = presetLadder(this.plan.model).findIndex((rung) => rung.name === name);
    return index === -1 ? null : index;
  }

  /** Called by a handler; the reboot follows after its response is sent. */
  requestReboot(): void {
    this.#wantsReboot = true;
  }

  takeRebootRequest(): boolean {
    const wanted = this.#wantsReboot;
    this.#wantsReboot = false;
    return wanted;
  }

  /** Begins a reboot. Returns when the connection is lost, and when HTTP is back. */
  reboot(atS: number): { fromS: number; untilS: number } {
    const fromS = atS + TIMES_S.rebootAfter;
    this.#down = {
      fromS,
      untilS: atS + TIMES_S.rebootDown,
      startsMining: this.#startsAfterBoot(this.machine.isRunning),
    };
    return this.#down;
  }

  isDown(atS: number): boolean {
    return this.#down !== null && atS >= this.#down.fromS && atS < this.#down.untilS;
  }

  powerOff(atS: number): void {
    this.#down = null;
    this.#wasRunningAtPowerLoss = this.machine.isRunning;
    this.machine.cutPower(atS);
  }

  powerOn(atS: number): void {
    this.#boot(atS, this.#startsAfterBoot(this.#wasRunningAtPowerLoss));
  }

  resetSettings(): void {
    this.settings = defaultSettings(this.plan, this.host);
    this.access.password = DEFAULT_PASSWORD;
  }

  /** Adds a write to the api log. */
  logWrite(atS: number, line: string): void {
    this.apiLog.push({ atS, line });
    if (this.apiLog.length > KEPT_WRITES) this.apiLog.shift();
  }

  injectFault(name: FaultName, value: number | null, atS: number): void {
    this.faults.set(name, { value, sinceS: atS });
    if (name === 'chip-dead') this.#silicon = null;
    if (name === 'wrong-password') this.access.password = `x${this.plan.buildUuid.slice(0, 12)}`;
    if (name === 'key-deleted') this.access.deleteApiKeysAddedBefore(Number.POSITIVE_INFINITY);
    beginFault(this, name, atS);
  }

  clearFaults(atS: number): void {
    if (this.faults.has('wrong-password')) this.access.password = DEFAULT_PASSWORD;
    if (this.faults.has('chip-dead')) this.#silicon = null;
    endFaults(this, atS);
    this.faults.clear();
    this.later.clear();
    this.failsToStart = false;
    if (this.machine.state === 'failure') this.machine.start(atS);
  }

  #surroundings() {
    return {
      rung: () => this.rung(this.runningRung),
      throttlePercent: () => this.throttlePercent,
      needsTuning: () => this.runningRung !== DISABLED_RUNG && !this.tunedRungs.has(this.runningRung),
      tuningFinished: () => void this.tunedRungs.add(this.runningRung),
      miningStarts: () => this.#readConfiguration(),
      failingStartAttempts: () => {
        if (this.failsToStart) return 1;
        return this.faults.has('init-failure') ? Number(this.settings.miner.misc['max_restart_attempts'] ?? 3) || 1 : 0;
      },
    };
  }

  #readConfiguration(): void {
    this.runningRung = this.rungNamed(this.settings.miner.overclock.preset) ?? DISABLED_RUNG;
    this.runningPools = this.settings.miner.pools;
    this.activePoolId = 0;
    this.switcherUntilStart = null;
    this.restartRequired = false;
  }

  #startsAfterBoot(wasRunning: boolean): boolean {
    const { remain_stopped_on_reboot, restore_miner_state_on_reboot } = this.settings.miner.misc;
    return wasRunning || !(remain_stopped_on_reboot || restore_miner_state_on_reboot);
  }

  #boot(atS: number, startsMining: boolean): void {
    this.#down = null;
    this.bootedAtS = atS;
    this.access.forgetSessions();
    for (const name of ['config-corrupt', 'settings-corrupt'] as const) this.faults.delete(name);
    this.failsToStart = false;
    this.throttlePercent = 100;
    this.findMiner = false;
    this.rebootRequired = false;
    this.hostname = this.settings.network.hostname;
    this.machine.boot(atS, startsMining);
  }

  #pointOf(transition: Transition): OperatingPoint {
    const { state, rung, hashingSinceS, rampS, throttlePercent } = transition;
    return { plan: this.plan, state, rung, hashingSinceS, rampS, throttlePercent };
  }
}
