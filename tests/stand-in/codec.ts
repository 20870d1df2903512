/** Turns values that JSON has no word for (functions, promises) into an id and back. */
export interface Foreign {
  toId(value: unknown): number | undefined;
  fromId(id: number): unknown;
}

export interface Codec {
  encode(value: unknown, foreign?: Foreign): string;
  decode(text: string, foreign?: Foreign): unknown;
}

/**
 * Structured clone as text, for the way between processes and between worlds. Objects keep their
 * identity and may form cycles; what Electron cannot clone throws its words. Its source text also
 * runs in the page, so it uses nothing from outside itself.
 */
export function createCodec(): Codec {
  type Node = [kind: string, ...rest: unknown[]];
  const uncloneable = (): Error => new Error('An object could not be cloned.');
  const typedArrays: Record<string, new (buffer: ArrayBuffer, offset: number, length: number) => ArrayBufferView> = {
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  };
  const tagOf = (value: object): string => Object.prototype.toString.call(value).slice(8, -1);

  function toBase64(bytes: Uint8Array): string {
    let binary = '';
    for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return btoa(binary);
  }

  function encode(value: unknown, foreign?: Foreign): string {
    const nodes: Node[] = [];
    const seen = new Map<object, number>();

    function word(item: unknown): unknown {
      if (item === null || typeof item === 'string' || typeof item === 'boolean') return item;
      if (typeof item === 'number')
        return Number.isFinite(item) && !Object.is(item, -0) ? item : { n: Object.is(item, -0) ? '-0' : String(item) };
      if (item === undefined) return { u: 1 };
      if (typeof item === 'bigint') return { b: String(item) };
      const id = foreign?.toId(item);
      if (id !== undefined) return { f: id };
      if (typeof item !== 'object') throw uncloneable();
      return { r: seen.get(item) ?? place(item) };
    }

    function place(item: object): number {
      const index = nodes.length;
      seen.set(item, index);
      nodes.push(['o']);
      nodes[index] = node(item);
      return index;
    }

    function node(item: object): Node {
      if (Array.isArray(item)) return ['a', item.map(word)];
      if (item instanceof Date) return ['d', item.getTime()];
      if (item instanceof RegExp) return ['x', item.source, item.flags];
      if (item instanceof Map) return ['m', [...item].map(([key, entry]) => [word(key), word(entry)])];
      if (item instanceof Set) return ['s', [...item].map(word)];
      if (item instanceof Error) return ['e', item.name, item.message, item.stack ?? null];
      if (item instanceof ArrayBuffer) return ['B', toBase64(new Uint8Array(item))];
      if (ArrayBuffer.isView(item)) {
        const bytes = new Uint8Array(item.buffer, item.byteOffset, item.byteLength);
        return ['T', tagOf(item), toBase64(bytes)];
      }
      if (item instanceof Promise || item instanceof WeakMap || item instanceof WeakSet) throw uncloneable();
      return ['o', Object.entries(item).map(([key, entry]) => [key, word(entry)])];
    }

    return JSON.stringify([word(value), nodes]);
  }

  function decode(text: string, foreign?: Foreign): unknown {
    const [root, nodes] = JSON.parse(text) as [unknown, Node[]];
    const made = new Map<number, unknown>();

    function meaning(item: unknown): unknown {
      if (item === null || typeof item !== 'object') return item;
      const { n, b, f, r } = item as { n?: string; b?: string; f?: number; r?: number };
      if (n !== undefined) return Number(n);
      if (b !== undefined) return BigInt(b);
      if (f !== undefined) return foreign?.fromId(f);
      if (r !== undefined) return made.has(r) ? made.get(r) : make(r);
      return undefined;
    }

    function keep<T>(index: number, value: T): T {
      made.set(index, value);
      return value;
    }

    function fromBase64(base64: string): Uint8Array<ArrayBuffer> {
      return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    }

    function make(index: number): unknown {
      const [kind, first, second, third] = nodes[index] as Node;
      const list = first as unknown[];
      const pairs = first as [unknown, unknown][];
      switch (kind) {
        case 'a': {
          const array: unknown[] = keep(index, []);
          for (const item of list) array.push(meaning(item));
          return array;
        }
        case 'd':
          return keep(index, new Date((first ?? Number.NaN) as number));
        case 'x':
          return keep(index, new RegExp(first as string, second as string));
        case 'm': {
          const map = keep(index, new Map());
          for (const [key, entry] of pairs) map.set(meaning(key), meaning(entry));
          return map;
        }
        case 's': {
          const set = keep(index, new Set());
          for (const item of list) set.add(meaning(item));
          return set;
        }
        case 'e': {
          const error = keep(index, new Error(second as string));
          if (first !== 'Error') error.name = first as string;
          if (typeof third === 'string') error.stack = third;
          return error;
        }
        case 'B':
          return keep(index, fromBase64(first as string).buffer);
        case 'T': {
          const { buffer } = fromBase64(second as string);
          const type = typedArrays[first as string] ?? Uint8Array;
          const size = (type as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
          return keep(index, new type(buffer, 0, buffer.byteLength / size));
        }
        default: {
          const object: Record<string, unknown> = keep(index, {});
          for (const [key, entry] of pairs) object[key as string] = meaning(entry);
          return object;
        }
      }
    }

    return meaning(root);
  }

  return { encode, decode };
}
