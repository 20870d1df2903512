/**
 * Marks the fuses in Electron's binary. After it come one byte each for version and length, then
 * one digit per fuse.
 */
export const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
export const FUSE_VERSION = 1;

/** The fuses of Electron 45, in the order of the binary. */
const FUSE_NAMES = [
  'runAsNode',
  'cookieEncryption',
  'nodeOptionsEnvironmentVariable',
  'nodeCliInspectArguments',
  'embeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
  'wasmTrapHandlers',
] as const;
export type FuseName = (typeof FUSE_NAMES)[number];

/**
 * The fuses of a release: PowerHive cannot be run as Node or debugged, and its code cannot be
 * replaced. The others are as Electron ships them.
 */
export const RELEASE_FUSES: Readonly<Partial<Record<FuseName, boolean>>> = {
  runAsNode: false,
  cookieEncryption: true,
  nodeOptionsEnvironmentVariable: false,
  nodeCliInspectArguments: false,
  embeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  grantFileProtocolExtraPrivileges: false,
};

/** The fuses of a program; null if it has none, or their layout is unknown. */
export function parseFuses(program: Buffer): Partial<Record<FuseName, boolean>> | null {
  const found = program.indexOf(FUSE_SENTINEL);
  const at = found + FUSE_SENTINEL.length;
  if (found === -1 || program[at] !== FUSE_VERSION) return null;
  const wire = program.toString('latin1', at + 2, at + 2 + (program[at + 1] ?? 0));
  return Object.fromEntries(
    FUSE_NAMES.flatMap((name, i) => (wire[i] === '0' || wire[i] === '1' ? [[name, wire[i] === '1']] : [])),
  );
}

/** The names of fuses that are wrong for a release; all of them if none can be read. */
export function findWrongFuses(program: Buffer): string[] {
  const fuses = parseFuses(program) ?? {};
  return Object.entries(RELEASE_FUSES)
    .filter(([name, wanted]) => fuses[name as FuseName] !== wanted)
    .map(([name]) => name);
}
