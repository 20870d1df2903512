import { lightScan } from '../../discovery/dial/light-scan.ts';
import { limitWords } from '../../discovery/dial/limit-words.ts';
import { AcceptingNetworks } from '../../discovery/guards/accepting-networks.ts';
import { noRouteWords, reportWords } from '../../discovery/guards/doubts.ts';
import type { NetworkEnvironment } from '../../discovery/guards/network-environment.ts';
import { UntriedNetworks } from '../../discovery/guards/untried-networks.ts';
import { describeProbe, OtherDevices } from '../../discovery/other-devices.ts';
import { acceptingWords } from '../../discovery/pass/accepting-words.ts';
import { probeBounded } from '../../discovery/pass/bounded-probes.ts';
import { PATIENT_FACTOR } from '../../discovery/pass/patient-factor.ts';
import { pickToRetry } from '../../discovery/pass/pick-silent-to-retry.ts';
import type { ScanPlan } from '../../discovery/scan-plan.ts';
import { type Address, formatAddress } from '../../drivers/address.ts';
import { DirectGateway } from '../../gateway/direct-gateway.ts';
import type { Clock } from '../../runtime/clock.ts';
import { Semaphore } from '../../runtime/semaphore.ts';

/** A miner that a scan found. */
export interface FoundMiner {
  readonly ip: string;
  readonly mac: string | null;
  readonly model: string | null;
  readonly firmware: string | null;
  readonly state: string | null;
}

export interface OneScanOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly probeTimeoutMs: number;
  /** Most dials at once; null for as many as the system allows. */
  readonly cap: number | null;
  readonly onProgress: (dialled: number, miners: number) => void;
}

const PROBES_AT_ONCE = 64;

/**
 * One scan without a database: dials all addresses of a plan, identifies the hosts that accept, and
 * retries slow and silent ones once with more time. Sends no credentials. Runs once.
 */
export class OneScan {
  readonly found: FoundMiner[] = [];
  readonly others = new OtherDevices();
  /** How many addresses have accepted a connection. */
  answered = 0;
  readonly #plan: ScanPlan;
  readonly #options: OneScanOptions;
  readonly #gateway: DirectGateway;
  readonly #reach: UntriedNetworks;
  readonly #accepting: AcceptingNetworks;
  readonly #probes = new Semaphore(PROBES_AT_ONCE);
  /** Hosts of a network in which few hosts that accept answer: they are probed last. */
  readonly #deferred: Address[] = [];
  /** Hosts that did not identify themselves in time. */
  readonly #unsure: Address[] = [];
  #dialled = 0;
  #unheard = 0;
  #notProbed = 0;
  #socketError: string | null = null;
  #limits: string | null = null;

  constructor(plan: ScanPlan, environment: NetworkEnvironment, options: OneScanOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#gateway = new DirectGateway({ timeoutMs: options.probeTimeoutMs, clock: options.clock });
    this.#reach = new UntriedNetworks(environment);
    this.#accepting = new AcceptingNetworks(environment.attached, plan.addresses.length);
  }

  /** Resolves early if the signal aborts. */
  async run(): Promise<void> {
    try {
      const dialled = await this.#dialFirst();
      await this.#probeBounded(this.#deferred, this.#options.probeTimeoutMs);
      // Silent addresses are dialled again while hosts that answered too late are probed again.
      const again = this.#probeAgain(this.#unsure, () => undefined);
      const open = await this.#dialSilentAgain(dialled);
      await again;
      await this.#probeAgain(open);
      const socketError = dialled.end.socketError ?? this.#socketError;
      this.#limits = limitWords({ ...dialled.end, socketError, unheard: this.#unheard });
    } finally {
      await this.#gateway.close();
    }
  }

  /** What kept the scan from checking everything, each a sentence; null for what did not. */
  troubles() {
    const untried = noRouteWords(this.#reach.judge());
    const unreached = [untried, reportWords(this.#reach.reports())].filter((words) => words !== null);
    const accepting = { networks: this.#accepting.networks(), notProbed: this.#notProbed };
    return {
      isPartial: untried !== null,
      noRoute: unreached.length === 0 ? null : unreached.join(' '),
      limits: this.#limits,
      accepting: acceptingWords(accepting, true),
    };
  }

  async #dialFirst() {
    const { timeoutMs, cap, signal } = this.#options;
    const silent: Address[] = [];
    const answering: Address[] = [];
    const pending: Promise<void>[] = [];
    const end = await lightScan(this.#plan.addresses, {
      timeoutMs,
      cap,
      signal,
      onResult: (address, result) => {
        this.#dialled += 1;
        this.#reach.note(address.host, result);
        if (result !== 'not_tried') this.#accepting.noteDial(address.host, result === 'open');
        if (result === 'silent') silent.push(address);
        if (result === 'open' || result === 'refused') answering.push(address);
        if (result === 'open') pending.push(this.#probeInTurn(address));
        this.#report();
      },
    });
    await Promise.all(pending);
    return { end, silent, answering };
  }

  async #dialSilentAgain({ silent, answering }: { silent: readonly Address[]; answering: readonly Address[] }) {
    const { timeoutMs, cap, signal } = this.#options;
    const open: Address[] = [];
    await lightScan(pickToRetry(silent, answering), {
      timeoutMs: timeoutMs * PATIENT_FACTOR,
      cap,
      signal,
      onResult: (address, result) => {
        if (result === 'open') open.push(address);
        this.#report();
      },
    });
    this.answered += open.length;
    return open;
  }

  #probeInTurn(address: Address): Promise<void> {
    this.answered += 1;
    return this.#probes.run(async () => {
      if (this.#accepting.defers(address.host)) this.#deferred.push(address);
      else await this.#probe(address, this.#options.probeTimeoutMs);
    });
  }

  #probeAgain(addresses: readonly Address[], leave?: (address: Address) => void): Promise<void> {
    const patientMs = this.#options.probeTimeoutMs * PATIENT_FACTOR;
    return this.#probeBounded(this.#accepting.deferredLast(addresses), patientMs, leave);
  }

  /** Probes these hosts within the limits of time and number; `leave` gets those that are left. */
  #probeBounded(
    addresses: readonly Address[],
    probeMs: number,
    leave = (address: Address): void => this.#noteNotProbed(address),
  ): Promise<void> {
    const { clock, signal } = this.#options;
    const bounds = { clock, isRequested: true, signal };
    return probeBounded(addresses, bounds, (address) => this.#probe(address, probeMs), leave);
  }

  #noteNotProbed(address: Address): void {
    this.#notProbed += 1;
    this.others.add(formatAddress(address), { kind: 'not_identified', what: 'accepts connections, not checked' });
  }

  async #probe(address: Address, probeMs: number): Promise<void> {
    const { signal } = this.#options;
    const identity = await this.#gateway.identify({ address }, { signal, timeoutMs: probeMs });
    if (!identity.ok) {
      const device = describeProbe(identity.error);
      if (device !== null) {
        this.others.add(formatAddress(address), device);
        this.#accepting.noteProbe(address.host, device.kind === 'other_device');
      }
      const isFirst = probeMs === this.#options.probeTimeoutMs;
      if (device?.kind !== 'other_device' && isFirst) this.#unsure.push(address);
      else if (device === null) this.#unheard += 1;
      this.#socketError = identity.error.systemCode ?? this.#socketError;
      return;
    }
    this.#accepting.noteProbe(address.host, true);
    this.others.remove(formatAddress(address));
    const { kind, info } = identity.value;
    const state = await this.#gateway.readState(address, kind, { signal });
    this.found.push({
      ip: formatAddress(address),
      mac: info.mac,
      model: info.miner_name ?? info.model_alias,
      firmware: [info.fw_name, info.fw_version].filter((part) => part !== null).join(' ') || null,
      state: state.ok ? state.value : null,
    });
  }

  #report(): void {
    this.#options.onProgress(this.#dialled, this.found.length);
  }
}
