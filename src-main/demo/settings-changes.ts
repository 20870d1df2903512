import type { SimulatedDevice } from './device.ts';
import type { MinerSettings } from './settings.ts';

/** Result of a settings write: the flags of the reply, or why it was refused. */
export type SettingsOutcome =
  | { readonly ok: true; readonly restart_required: boolean; readonly reboot_required: boolean }
  | { readonly ok: false; readonly err: string };

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

/** Sections of `miner` that the mining process reads only when it starts. */
const NEEDS_RESTART = ['pools', 'overclock', 'misc'] as const;
const POOL_SLOTS = 3;

/**
 * Merges a partial configuration. The whole write is checked before anything is changed. Fan
 * settings take effect at once; presets, pools and most of `misc` at a mining restart, the network
 * at a reboot.
 */
export function changeSettings(device: SimulatedDevice, body: string, atS: number): SettingsOutcome {
  const parsed = parseStrictly(body);
  if (typeof parsed === 'string') return { ok: false, err: parsed };
  const before = device.settings;
  const err = findMistake(device, parsed);
  if (err !== null) return { ok: false, err };
  const { password, ...sections } = parsed;
  const after = merge(
    before as unknown as JsonObject,
    withoutUnknownPreset(device, sections),
  ) as unknown as MinerSettings;
  const changed = (read: (settings: MinerSettings) => unknown): boolean =>
    JSON.stringify(read(before)) !== JSON.stringify(read(after));
  const isLive = isLivePreset(device, before, after);
  const waits = device.faults.has('switcher-waits');
  const needsRestart = NEEDS_RESTART.some((section) => changed(({ miner }) => startup(miner, section, isLive, waits)));
  const needsReboot = changed(({ network }) => network);
  if (waits && device.machine.isRunning) device.switcherUntilStart = device.runningSwitcher;
  device.settings = after;
  if (isObject(password)) device.access.password = String(password['pw']);
  if (isLive) device.runRung(device.rungNamed(after.miner.overclock.preset) ?? 0, atS, 'Preset changed');
  if (needsRestart && device.machine.isRunning) device.restartRequired = true;
  if (needsReboot) device.rebootRequired = true;
  return { ok: true, restart_required: device.restartRequired, reboot_required: device.rebootRequired };
}

/**
 * The part of a section that takes effect only at a start. In `overclock` the switcher takes effect
 * at once, unless `switcherWaits`, and so does a live preset.
 */
function startup(
  miner: MinerSettings['miner'],
  section: (typeof NEEDS_RESTART)[number],
  isLive: boolean,
  switcherWaits: boolean,
): unknown {
  if (section !== 'overclock') return miner[section];
  const { preset_switcher, preset, ...rest } = miner.overclock;
  return { ...rest, ...(!isLive && { preset }), ...(switcherWaits && { preset_switcher }) };
}

/** With `live-presets` every other tuned preset takes effect while the miner hashes. */
function isLivePreset(device: SimulatedDevice, before: MinerSettings, after: MinerSettings): boolean {
  if (!device.faults.has('live-presets') || device.machine.state !== 'mining') return false;
  const rung = device.rungNamed(after.miner.overclock.preset) ?? -1;
  const isOther = before.miner.overclock.preset !== after.miner.overclock.preset;
  return isOther && rung % 2 === 0 && device.tunedRungs.has(rung);
}

/**
 * Parses a body in which every number must be written as an integer: 2500.0 is refused. Returns a
 * string for an error.
 */
function parseStrictly(body: string): JsonObject | string {
  let fraction: string | null = null;
  const reviver = (_key: string, value: unknown, context?: { source?: string }): unknown => {
    if (typeof value === 'number' && /[.eE]/.test(context?.source ?? '')) fraction = context?.source ?? null;
    return value;
  };
  let value: unknown;
  try {
    value = JSON.parse(body, reviver);
  } catch {
    return 'Json deserialize error: expected value at line 1 column 1';
  }
  if (fraction !== null)
    return `Json deserialize error: invalid type: floating point \`${fraction}\`, expected an integer`;
  return isObject(value) ? value : 'Json deserialize error: expected a map';
}

function findMistake(device: SimulatedDevice, sections: JsonObject): string | null {
  const template: JsonObject = { ...(device.settings as unknown as JsonObject), password: null };
  for (const [name, section] of Object.entries(sections)) {
    const mistake = name in template ? compareTypes(template[name] ?? null, section, name) : null;
    if (mistake !== null) return mistake;
  }
  const miner = isObject(sections['miner']) ? sections['miner'] : {};
  return (
    findPoolMistake(miner['pools'] ?? null) ??
    findOverclockMistake(device, miner['overclock'] ?? null) ??
    findPasswordMistake(device, sections['password'] ?? null)
  );
}

function findPoolMistake(pools: Json): string | null {
  if (pools === null) return null;
  if (!Array.isArray(pools) || pools.length !== POOL_SLOTS) {
    const length = Array.isArray(pools) ? pools.length : 0;
    return `Json deserialize error: invalid length ${length}, expected an array of length ${POOL_SLOTS}`;
  }
  const isWhole = (pool: Json) =>
    isObject(pool) && ['url', 'user', 'pass'].every((key) => typeof pool[key] === 'string');
  return pools.every(isWhole) ? null : 'Json deserialize error: missing field `url`';
}

function findOverclockMistake(device: SimulatedDevice, overclock: Json): string | null {
  if (!isObject(overclock)) return null;
  const { preset, chains } = overclock;
  if (Array.isArray(chains) && chains.length !== device.plan.model.chains) {
    return `Invalid overclock config: expected ${device.plan.model.chains} chains`;
  }
  if (preset !== undefined && typeof preset !== 'string') {
    return `Json deserialize error: invalid type: \`${JSON.stringify(preset)}\`, expected a string`;
  }
  const isUnknown = preset !== undefined && device.rungNamed(preset) === null;
  return isUnknown && !device.plan.version.ignoresUnknownPreset ? `Preset ${preset} not found` : null;
}

function findPasswordMistake(device: SimulatedDevice, password: Json): string | null {
  if (password === null) return null;
  if (!isObject(password) || typeof password['pw'] !== 'string' || password['pw'] === '') {
    return 'Json deserialize error: missing field `pw`';
  }
  return password['current'] === device.access.password ? null : 'Wrong password';
}

/** Builds that return 200 for an unknown preset keep the configured one. */
function withoutUnknownPreset(device: SimulatedDevice, sections: JsonObject): JsonObject {
  const overclock = isObject(sections['miner']) ? sections['miner']['overclock'] : undefined;
  if (!isObject(overclock) || typeof overclock['preset'] !== 'string') return sections;
  if (device.rungNamed(overclock['preset']) !== null) return sections;
  const { preset, ...rest } = overclock;
  return { ...sections, miner: { ...(sections['miner'] as JsonObject), overclock: rest } };
}

/** A known field must keep its type; null and unknown fields are accepted. */
function compareTypes(known: Json, given: Json, name: string): string | null {
  if (known === null || given === null) return null;
  if (isObject(known)) {
    if (!isObject(given)) return wrongType(name, given);
    for (const [key, value] of Object.entries(given)) {
      const mistake = key in known ? compareTypes(known[key] ?? null, value, key) : null;
      if (mistake !== null) return mistake;
    }
    return null;
  }
  const isSame = Array.isArray(known) ? Array.isArray(given) : typeof known === typeof given;
  return isSame ? null : wrongType(name, given);
}

function wrongType(name: string, given: Json): string {
  return `Json deserialize error: invalid type: \`${JSON.stringify(given)?.slice(0, 40)}\` for field \`${name}\``;
}

/** Merges objects and replaces other values; null for a known section is ignored. */
function merge(before: JsonObject, changes: JsonObject): JsonObject {
  const after = { ...before };
  for (const [key, value] of Object.entries(changes)) {
    const old = before[key];
    if (value === null && (isObject(old) || Array.isArray(old))) continue;
    if (key === '__proto__') continue;
    after[key] = isObject(old) && isObject(value) ? merge(old, value) : value;
  }
  return after;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
