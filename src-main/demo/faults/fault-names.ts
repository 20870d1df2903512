import { unitNoise } from '../noise.ts';

/**
 * The faults of a simulated miner, by name:
 *
 * - `config-corrupt`     failure 1002, "Failed to parse miner configuration"; GET and POST
 *                        /settings are 500 until a reboot
 * - `init-failure`       the boards do not come up: restarts up to the allowed attempts, then
 *                        failure
 * - `slow`               every response takes seconds, up to 30; `slow=SECONDS` for a fixed time
 * - `hang`               accepts the request and never responds
 * - `reset-body`         the connection is reset in the middle of the body
 * - `html`               the web page with status 200 in place of JSON
 * - `huge-body`          bodies of 64 MB
 * - `gzip-bomb`          a small gzip body that unpacks to 256 MB
 * - `bad-json`           JSON cut off in the middle
 * - `wrong-types`        numbers as text, text as numbers, lists as objects in frequent reads
 * - `board-missing`      one hash board is not found
 * - `sensor-error`       the sensors of one board fail
 * - `fan-lost`           one fan does not turn
 * - `not-hashing`        state mining, hash rate 0
 * - `hot`                the air is 26 degrees warmer
 * - `chip-dead`          a cluster of silent chips on one board
 * - `same-labels`        chips are counted from the start in each half of a board: every label is
 *                        there twice
 * - `unlock-429`         every unlock is refused with 429
 * - `wrong-password`     the password is not the default one
 * - `key-deleted`        API keys are deleted a minute after they were created
 * - `dup-mac`            reports the MAC of the previous miner
 * - `no-mac`             reports no MAC
 * - `weird-names`        script tags, formulas and control characters in host name, pool users and
 *                        notes
 * - `offline`            the address refuses connections
 * - `own-label`          has a label of the operator in its firmware: `Row 3 unit 4`
 * - `no-presets`         freshly flashed: its list of presets is empty
 * - `key-for-reads`      reads that others allow without a key (boards, performance, model,
 *                        metrics) are refused without one
 * - `throttled`          allowed 60 % of its rate, as firmware 1.3 reports
 * - `throttled-zero`     reports an allowed rate of 0 % while it hashes at its full rate
 * - `just-started`       has just begun to mine
 * - `no-watts`           reports a power of 0 W while it hashes
 * - `hardly-hashing`     half a percent of its rate at full power
 * - `protective-stop`    stopped by its firmware because of its temperature, that of the water where it is cooled by water
 * - `board-off`          one board is switched off in the settings
 * - `board-silent`       one board hashes nothing
 * - `pools-down`         none of its pools responds
 * - `first-pool-down`    the first of its pools does not respond, and it uses the next one
 * - `pools-all-active`   all of its pools are reported as active, whichever it uses
 * - `shares-rejected`    half of its shares are rejected
 * - `frozen`             the summary no longer changes, not even by a byte
 * - `fans-stopped`       no fan turns
 * - `hydro-fan`          a liquid-cooled miner reports one fan at 0 rpm with the status ok
 * - `chips-missing`      one board reports three quarters of its chips, 57 of 76
 * - `status-text`        the status of a board is bare text
 * - `status-none`        boards in the list of boards have no status
 * - `boards-500`         the response to the list of boards is 500
 * - `other-boards`       boards with another number of chips under the same model code, 126 in
 *                        place of 76
 * - `old-totals`         only the deprecated rates, a third below the sum of its boards
 * - `old-chip-names`     chips report `hashrate`, `errors`, and their grade as `status`
 *
 * For writes, except logins and keys:
 *
 * - `reply-lost`         the connection is reset after the write was done
 * - `write-reset`        the connection is reset and nothing is done
 * - `applied-late`       confirmed at once, and done 20 s later; `applied-late=SECONDS`
 * - `no-effect`          confirmed, but not done
 * - `refused-but-done`   the response is 500, but the write is done
 * - `slow-writes`        done at once, with the response after 30 s; `slow-writes=SECONDS`
 * - `live-presets`       every other tuned preset takes effect without a restart
 * - `climbs-back`        the preset switcher raises the preset to its top again within minutes
 * - `no-switcher-top`    its preset switcher is on, and has no top preset
 * - `switcher-waits`     a written preset switcher takes effect at the next start of mining
 * - `restart-fails`      the boards do not come up after a restart; `restart-fails=PERCENT` of them
 * - `other-hand`         another client changes its preset, now and every five minutes
 * - `masked-users`       pool users are shown as stars to every caller
 * - `settings-corrupt`   GET and POST /settings are 500 until a reboot, while it continues to mine
 */
export const FAULT_NAMES = [
  'config-corrupt',
  'init-failure',
  'slow',
  'hang',
  'reset-body',
  'html',
  'huge-body',
  'gzip-bomb',
  'bad-json',
  'wrong-types',
  'board-missing',
  'sensor-error',
  'fan-lost',
  'not-hashing',
  'hot',
  'chip-dead',
  'same-labels',
  'unlock-429',
  'wrong-password',
  'key-deleted',
  'dup-mac',
  'no-mac',
  'weird-names',
  'offline',
  'own-label',
  'no-presets',
  'key-for-reads',
  'throttled',
  'just-started',
  'no-watts',
  'hardly-hashing',
  'protective-stop',
  'board-off',
  'board-silent',
  'pools-down',
  'shares-rejected',
  'frozen',
  'fans-stopped',
  'hydro-fan',
  'chips-missing',
  'status-text',
  'status-none',
  'boards-500',
  'other-boards',
  'old-totals',
  'old-chip-names',
  'reply-lost',
  'applied-late',
  'no-effect',
  'write-reset',
  'slow-writes',
  'live-presets',
  'climbs-back',
  'restart-fails',
  'other-hand',
  'masked-users',
  'settings-corrupt',
  'first-pool-down',
  'pools-all-active',
  'throttled-zero',
  'refused-but-done',
  'no-switcher-top',
  'switcher-waits',
] as const;

export type FaultName = (typeof FAULT_NAMES)[number];

/** Faults that take a value, such as `slow=2.5`. */
const VALUES: Partial<Record<FaultName, { readonly most: number; readonly unit: string }>> = {
  slow: { most: 30, unit: 'seconds' },
  'slow-writes': { most: 120, unit: 'seconds' },
  'applied-late': { most: 600, unit: 'seconds' },
  'restart-fails': { most: 100, unit: 'percent' },
};

/**
 * One requested fault: `name`, `name:3`, `name:5%` or `name@127.77.0.3` (`@host:port` if miners
 * share an address).
 */
export interface FaultRequest {
  readonly name: FaultName;
  /** The value in `slow=SECONDS` and similar faults. */
  readonly value: number | null;
  readonly target: string | null;
  readonly count: number | null;
  readonly percent: number | null;
}

const FAULT =
  /^(?<name>[a-z0-9-]+)(?:=(?<value>\d+(?:\.\d+)?))?(?::(?<amount>\d+(?:\.\d+)?)(?<percent>%)?)?(?:@(?<target>[0-9.]+(?::\d+)?))?$/;

/**
 * Parses `slow:3%,board-missing:2,hang@127.77.0.3`. Throws with the wrong part and what is
 * expected.
 */
export function parseFaults(spec: string): FaultRequest[] {
  const parts = spec.split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '').map(parseFault);
}

function parseFault(part: string): FaultRequest {
  const groups = FAULT.exec(part)?.groups;
  if (groups === undefined) {
    throw new Error(`cannot read fault "${part}": write NAME, NAME:COUNT, NAME:PERCENT% or NAME@ADDRESS`);
  }
  const name = FAULT_NAMES.find((known) => known === groups['name']);
  if (name === undefined) throw new Error(`unknown fault "${groups['name']}"; known: ${FAULT_NAMES.join(', ')}`);
  const { value, amount, percent, target } = groups;
  if (amount !== undefined && target !== undefined) {
    throw new Error(`fault "${part}" has both an amount and an address: choose one`);
  }
  const limit = VALUES[name];
  if (value !== undefined && (limit === undefined || Number(value) > limit.most)) {
    throw new Error(
      limit === undefined
        ? `fault "${part}": only ${Object.keys(VALUES).join(', ')} take a value`
        : `fault "${part}": a value of 0 to ${limit.most} ${limit.unit}`,
    );
  }
  if (percent !== undefined && Number(amount) > 100) throw new Error(`fault "${part}": more than 100%`);
  if (percent === undefined && amount !== undefined && !Number.isInteger(Number(amount))) {
    throw new Error(`fault "${part}": the count is not a whole number`);
  }
  return {
    name,
    value: value === undefined ? null : Number(value),
    target: target ?? null,
    count: amount === undefined || percent !== undefined ? null : Number(amount),
    percent: percent === undefined ? null : Number(amount),
  };
}

/**
 * The miners that get a fault: the one at the address; the requested number, chosen by the seed so
 * that the same command always chooses the same ones; or all. Throws if the address is not in the
 * fleet.
 */
export function chooseFaulty(
  request: FaultRequest,
  miners: readonly { host: string; port: number }[],
  seed: number,
): number[] {
  const indexes = miners.map((_, index) => index);
  if (request.target !== null) {
    const hit = indexes.filter((i) =>
      matchesTarget(request.target as string, miners[i] as { host: string; port: number }),
    );
    if (hit.length === 0) throw new Error(`fault ${request.name}@${request.target}: no miner at that address`);
    return hit;
  }
  if (request.count === null && request.percent === null) return indexes;
  const wanted =
    request.count ??
    Math.max(request.percent === 0 ? 0 : 1, Math.round((miners.length * (request.percent as number)) / 100));
  const salt = FAULT_NAMES.indexOf(request.name) + 1;
  const drawn = indexes.map((index) => ({ index, lot: unitNoise(seed * 64 + salt, index) }));
  drawn.sort((a, b) => a.lot - b.lot);
  return drawn.slice(0, wanted).map(({ index }) => index);
}

function matchesTarget(target: string, miner: { host: string; port: number }): boolean {
  return target === miner.host || target === `${miner.host}:${miner.port}`;
}
