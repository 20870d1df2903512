import { Feed } from '../../src-main/fleet/feed.ts';
import { type Miner, Settings } from '../../src-shared/model/index.ts';
import { fakeOperations } from '../fixtures/served/fake-operations.ts';

const STATUS_SECONDS = 15;
/** Miners in a rack. */
export const RACK = 48;
const MODELS = ['Antminer S19j Pro', 'Antminer S21 Pro', 'Antminer S19', 'Antminer S19 Pro Hydro'];
const WATCHING = { state: 'watching', since_at: Date.now(), reason: null } as const;

/**
 * A farm of any size that changes as a polled one does: each second, a fifteenth of it is read
 * again. It has rows and no miners behind them.
 */
export class SyntheticFarm {
  readonly operations = fakeOperations();
  readonly #feed: Feed;
  readonly #ids: readonly string[];
  #timer: NodeJS.Timeout | null = null;
  #next = 0;

  constructor(minerCount: number, { inRacks = false }: { readonly inRacks?: boolean } = {}) {
    const [sample] = this.operations.rows.values();
    if (sample === undefined) throw new Error('the fake operations has no row to go by');
    this.operations.rows.clear();
    for (let i = 0; i < minerCount; i++) {
      const row = rowOf(sample, i);
      const place = inRacks ? `R${1 + Math.floor(i / RACK)}/${1 + (i % RACK)}` : null;
      this.operations.rows.set(row.id, { ...row, place });
    }
    this.#ids = [...this.operations.rows.keys()];
    this.operations.settingsNow = Settings.parse({ network: { subnets: ['127.77.0.0/16'] } });
    this.#feed = new Feed(
      {
        minerIds: () => [...this.#ids],
        miner: (id) => this.operations.rows.get(id) ?? null,
        models: () => [...this.operations.modelRows.values()],
        scan: () => null,
        lastFinishedScan: () => null,
        watching: () => WATCHING,
        recording: () => ({ state: 'recording', since_at: 0, reason: null }),
        changes: () => [],
        jobs: () => [],
        minersInJobs: () => new Map(),
        incidents: () => [],
      },
      Date.now(),
    );
    this.operations.app.events = (signal, afterSeq) => this.#feed.events(signal, afterSeq);
  }

  /** Goes on being read, in ten portions a second. */
  live(): void {
    const portion = Math.ceil(this.#ids.length / STATUS_SECONDS / 10);
    this.#timer = setInterval(() => {
      const changed = Array.from({ length: portion }, () => this.#ids[this.#next++ % this.#ids.length] as string);
      for (const id of changed) this.#readAnew(id);
      this.#feed.minersChanged(changed);
    }, 100);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#feed.close();
  }

  #readAnew(id: string): void {
    const row = this.operations.rows.get(id);
    if (row?.latest_status == null) return;
    const now = Date.now();
    const hashrate_hs = (row.latest_status.hashrate_nominal_hs ?? 0) * (0.97 + 0.06 * Math.random());
    this.operations.rows.set(id, {
      ...row,
      last_seen_at: now,
      latest_status: {
        ...row.latest_status,
        hashrate_hs,
        power_w: 2950 + Math.round(100 * Math.random()),
        recorded_at: now,
      },
    });
  }
}

function rowOf(sample: Miner, i: number): Miner {
  const octets = [i >> 16, (i >> 8) & 255, i & 255];
  const now = Date.now();
  const online = i % 97 !== 0;
  return {
    ...sample,
    id: `02:95:24:${octets.map((octet) => octet.toString(16).padStart(2, '0')).join(':')}`,
    ip: online ? `127.${77 + octets[0]!}.${octets[1]}.${octets[2]}` : null,
    online,
    managed: true,
    nickname: `R${1 + (i >> 7)}-S${1 + ((i >> 3) & 15)}-${1 + (i & 7)}`,
    model_name: MODELS[i % MODELS.length] ?? null,
    algorithm: 'sha256d',
    last_seen_at: now,
    offline_since_at: online ? null : now,
    attention: !online
      ? [{ code: 'offline', severity: 'critical', message: 'Offline.' }]
      : i % 89 === 0
        ? [{ code: 'low_hashrate', severity: 'warning', message: 'Hash rate at 71 % of expected.' }]
        : [],
    polling: { ...sample.polling, eligible: online, reason_code: null, reason: null },
    latest_status: sample.latest_status === null ? null : { ...sample.latest_status, id: i, recorded_at: now },
  };
}
