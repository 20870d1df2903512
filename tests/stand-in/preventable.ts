export interface Preventable {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

/** An event that a listener can refuse, with its other fields. */
export function preventable<T extends object>(details: T): T & Preventable {
  let prevented = false;
  return Object.defineProperties(details, {
    defaultPrevented: { get: () => prevented, enumerable: true },
    preventDefault: {
      value: () => {
        prevented = true;
      },
      enumerable: true,
    },
  }) as T & Preventable;
}
