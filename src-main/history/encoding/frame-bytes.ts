/** A frame that ends too early or contains an impossible value. */
export class FrameDamage extends Error {
  override readonly name = 'FrameDamage';
}

/** Appends little-endian values to bytes that grow as needed. */
export class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView | null = null;
  #length = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  u8(value: number): void {
    const at = this.#grow(1);
    this.#bytes[at] = value;
  }

  u32(value: number): void {
    const at = this.#grow(4);
    this.#viewed().setUint32(at, value, true);
  }

  f64(value: number): void {
    const at = this.#grow(8);
    this.#viewed().setFloat64(at, value, true);
  }

  /** A whole number from 0 to 2^53 - 1, seven bits to a byte. */
  varint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.u8((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.u8(rest);
  }

  /** A signed whole number within ±2^52. */
  signed(value: number): void {
    this.varint(value < 0 ? -value * 2 - 1 : value * 2);
  }

  /** Reserves bytes, which are zero until they are set. */
  room(count: number): Uint8Array {
    const start = this.#grow(count);
    return this.#bytes.subarray(start, start + count);
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Reserves bytes, possibly in a new array: read `#bytes` only afterwards. */
  #grow(count: number): number {
    const start = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#length, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = null;
    }
    return start;
  }

  /** Created on demand, because most writers do not need one. */
  #viewed(): DataView {
    this.#view ??= new DataView(this.#bytes.buffer);
    return this.#view;
  }
}

/** Reads what `ByteWriter` wrote. Throws `FrameDamage` if the bytes end too early. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #view: DataView | null = null;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** How many bytes have been read. */
  get at(): number {
    return this.#at;
  }

  u8(): number {
    return this.#bytes[this.#advance(1)] as number;
  }

  u32(): number {
    return this.#viewed().getUint32(this.#advance(4), true);
  }

  f64(): number {
    return this.#viewed().getFloat64(this.#advance(8), true);
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; scale < 2 ** 53; scale *= 0x80) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    throw new FrameDamage();
  }

  signed(): number {
    const value = this.varint();
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  }

  take(count: number): Uint8Array {
    const start = this.#advance(count);
    return this.#bytes.subarray(start, start + count);
  }

  #advance(count: number): number {
    const start = this.#at;
    if (start + count > this.#bytes.length) throw new FrameDamage();
    this.#at += count;
    return start;
  }

  /** Created on demand, because most readers do not need one. */
  #viewed(): DataView {
    this.#view ??= new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
    return this.#view;
  }
}
