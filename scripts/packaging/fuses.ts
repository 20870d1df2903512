/**
 * By this text the fuses are found in Electron's binary, and after it one byte each for version and
 * length, then one digit per fuse.
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
 * As they must be in a release: PowerHive cannot be run as Node, be debugged, or have its code
 * replaced. The rest stay as Electron ships them.
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

/** The fuses set in a program; null for one that has none, or of a layout not known here. */
export function parseFuses(program: Buffer): Partial<Record<FuseName, boolean>> | null {
  const found = program.indexOf(FUSE_SENTINEL);
  const at = found + FUSE_SENTINEL.length;
  if (found === -1 || program[at] !== FUSE_VERSION) return null;
  const wire = program.toString('latin1', at + 2, at + 2 + (program[at + 1] ?? 0));
  return Object.fromEntries(
    FUSE_NAMES.flatMap((name, i) => (wire[i] === '0' || wire[i] === '1' ? [[name, wire[i] === '1']] : [])),
  );
}

/**
 * The fuses that are not as a release must have them, by name; all of them where none can be read.
 */
export function findWrongFuses(program: Buffer): string[] {
  const fuses = parseFuses(program) ?? {};
  return Object.entries(RELEASE_FUSES)
    .filter(([name, wanted]) => fuses[name as FuseName] !== wanted)
    .map(([name]) => name);
}
