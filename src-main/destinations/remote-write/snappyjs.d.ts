declare module 'snappyjs' {
  /** The package ships no types. Compresses into one block, without framing. */
  function compress(bytes: Uint8Array): Uint8Array;
  function uncompress(bytes: Uint8Array): Uint8Array;

  const snappy: { compress: typeof compress; uncompress: typeof uncompress };

  // biome-ignore lint/style/noDefaultExport: that is how a CommonJS package is imported
  export { snappy as default };
}
