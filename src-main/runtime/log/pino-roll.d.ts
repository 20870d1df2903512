declare module 'pino-roll' {
  import type { Writable } from 'node:stream';

  interface RollOptions {
    readonly file: string;
    readonly extension?: string;
    readonly size?: string;
    readonly limit?: { readonly count: number };
    readonly mkdir?: boolean;
    /** Mode of the files that it creates. */
    readonly mode?: number;
    /** Limit of characters that wait to be written; lines beyond it are dropped. */
    readonly maxLength?: number;
  }
  /** The package ships no types. Opens a file that is rolled over when it is full. */
  function roll(options: RollOptions): Promise<Writable>;

  // biome-ignore lint/style/noDefaultExport: that is how the package exports it
  export { roll as default };
}
