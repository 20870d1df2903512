declare module 'pino-roll' {
  import type { Writable } from 'node:stream';

  interface RollOptions {
    readonly file: string;
    readonly extension?: string;
    readonly size?: string;
    readonly limit?: { readonly count: number };
    readonly mkdir?: boolean;
    /** Of the files it makes. */
    readonly mode?: number;
    /** Lines that would make more than so many characters wait for the disk are dropped. */
    readonly maxLength?: number;
  }
  /** The package ships no types. Opens a file that is followed by a new one when it is full. */
  function roll(options: RollOptions): Promise<Writable>;

  // biome-ignore lint/style/noDefaultExport: that is how the package exports it
  export { roll as default };
}
