import { NtExecutable, NtExecutableResource, Resource } from 'resedit';

/** What Windows shows about a program, and the hash by which Electron checks its archive. */
export interface WindowsProgram {
  readonly productName: string | null;
  readonly fileVersion: string | null;
  readonly iconSizesPx: readonly number[];
  /** The recorded SHA-256 of the archive's header, as hex digits. */
  readonly archiveHash: string | null;
}

export function parseWindowsProgram(program: Buffer): WindowsProgram {
  const { entries } = NtExecutableResource.from(NtExecutable.from(program));
  const [version] = Resource.VersionInfo.fromEntries(entries);
  const language = version?.getAllLanguagesForStringValues()[0];
  const texts = version && language ? version.getStringValues(language) : {};
  const integrity = entries.find((entry) => entry.type === 'INTEGRITY' && entry.id === 'ELECTRONASAR');
  const [icon] = Resource.IconGroupEntry.fromEntries(entries);
  return {
    productName: texts['ProductName'] ?? null,
    fileVersion: texts['FileVersion'] ?? null,
    // One byte: 256 px is written as 0.
    iconSizesPx: icon?.icons.map(({ width }) => width || 256) ?? [],
    archiveHash: integrity ? (JSON.parse(Buffer.from(integrity.bin).toString('utf8'))[0]?.value ?? null) : null,
  };
}
