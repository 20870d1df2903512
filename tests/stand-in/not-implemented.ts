/**
 * What the language and the inspector read from any object; the value is undefined, as on the real
 * one.
 */
const ASKED_OF_EVERY_OBJECT = new Set(['then', 'toJSON', 'constructor', 'domain', 'nodeType', 'asymmetricMatch']);

/**
 * The last object in a prototype chain: a property that nothing above it has is a gap of the
 * stand-in, and says so instead of passing as undefined. The objects themselves stay what they are,
 * so their identity holds.
 */
export function floor(name: string, base: object = Object.prototype): object {
  return new Proxy(base, {
    get(target, key, receiver) {
      if (typeof key === 'symbol' || key in target || ASKED_OF_EVERY_OBJECT.has(key) || key.startsWith('__')) {
        return Reflect.get(target, key, receiver);
      }
      throw new Error(`electron stand-in: ${name}.${key} is not implemented`);
    },
    getPrototypeOf: (target) => target,
  });
}

/** The object itself, with a floor under it. */
export function strict<T extends object>(name: string, object: T): T {
  const base: unknown = Object.getPrototypeOf(object);
  Object.setPrototypeOf(object, floor(name, base as object));
  return object;
}

/** Puts a floor under all instances of a class. */
export function strictClass(name: string, type: { readonly prototype: object }): void {
  strict(name, type.prototype);
}
