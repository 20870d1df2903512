import { subnetOf } from '../../../src-shared/subnet-of.ts';
import { type AttachedNetwork, addressNumber } from '../attached-networks.ts';
import { describeStretches } from './untried-networks.ts';

/** The dials and probes of unknown hosts in one /24. */
interface Stretch {
  first: number;
  last: number;
  dialled: number;
  accepted: number;
  answered: number;
  /** Hosts that accepted, but sent nothing that identifies them. */
  readonly unanswered: Set<string>;
}

/** If this many hosts of a /24 accept and do not answer, its other hosts are probed last. */
const FEWEST_UNANSWERED = 8;
/** The limit for all networks together, above which a /24 without answers is probed last too. */
const FEWEST_UNANSWERED_AT_ALL = 64;
/** Fewer hosts do not show that a network accepts everything. */
const FEWEST_DIALLED = 32;
const NEARLY_ALL = 0.9;

/**
 * Recognises, within one scan, networks in which connections are accepted at addresses without a
 * host, by a firewall or a proxy. Each such address costs a probe its whole timeout. Hosts of known
 * miners are not counted, because they are expected to accept.
 */
export class AcceptingNetworks {
  /** Null where there are too few addresses for any network to be recognised. */
  readonly #known: ReadonlySet<string> | null;
  readonly #attached: readonly AttachedNetwork[];
  readonly #stretches = new Map<string, Stretch>();
  #unanswered = 0;
  #answered = 0;

  /** `knownHosts` is called only if there are enough addresses to recognise a network. */
  constructor(
    attached: readonly AttachedNetwork[],
    addresses: number,
    knownHosts: () => ReadonlySet<string> = () => new Set(),
  ) {
    this.#known = addresses < FEWEST_UNANSWERED ? null : knownHosts();
    this.#attached = attached;
  }

  noteDial(host: string, isOpen: boolean): void {
    const stretch = this.#stretchOf(host);
    if (stretch === null) return;
    const address = addressNumber(host);
    stretch.first = Math.min(stretch.first, address);
    stretch.last = Math.max(stretch.last, address);
    stretch.dialled += 1;
    if (isOpen) stretch.accepted += 1;
  }

  /** Counts a probe of a host that accepted. Call it again for a host that answers later. */
  noteProbe(host: string, hasAnswered: boolean): void {
    const stretch = this.#stretchOf(host);
    if (stretch === null) return;
    if (hasAnswered) {
      if (stretch.unanswered.delete(host)) this.#unanswered -= 1;
      stretch.answered += 1;
      this.#answered += 1;
    } else if (!stretch.unanswered.has(host)) {
      stretch.unanswered.add(host);
      this.#unanswered += 1;
    }
  }

  /** Whether a host is probed after all others, since it is likely not to answer. */
  defers(host: string): boolean {
    const stretch = this.#stretchOf(host);
    if (stretch === null) return false;
    const { unanswered, answered } = stretch;
    if (unanswered.size >= FEWEST_UNANSWERED && unanswered.size > answered) return true;
    return answered === 0 && this.#unanswered >= FEWEST_UNANSWERED_AT_ALL && this.#unanswered > this.#answered;
  }

  /** The same hosts, with those last that are likely not to answer. */
  deferredLast<T extends { readonly host: string }>(
    all: readonly T[],
    inTurn: (late: readonly T[]) => readonly T[] = (late) => late,
  ): T[] {
    const isDeferred = ({ host }: T): boolean => this.defers(host);
    return [...all.filter((one) => !isDeferred(one)), ...inTurn(all.filter(isDeferred))];
  }

  /** Networks where nearly every host accepts and most did not answer, such as `203.0.113.0/24`. */
  networks(): string[] {
    const accepting = [...this.#stretches.values()].filter(
      ({ dialled, accepted, answered, unanswered }) =>
        dialled >= FEWEST_DIALLED &&
        accepted >= NEARLY_ALL * dialled &&
        unanswered.size >= FEWEST_UNANSWERED &&
        unanswered.size > answered,
    );
    const hosts = accepting.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
    return describeStretches(hosts, this.#attached);
  }

  #stretchOf(host: string): Stretch | null {
    const name = subnetOf(host);
    if (this.#known === null || this.#known.has(host) || name === null) return null;
    let stretch = this.#stretches.get(name);
    if (stretch === undefined) {
      stretch = {
        first: Number.POSITIVE_INFINITY,
        last: 0,
        dialled: 0,
        accepted: 0,
        answered: 0,
        unanswered: new Set(),
      };
      this.#stretches.set(name, stretch);
    }
    return stretch;
  }
}
