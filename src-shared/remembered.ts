/**
 * A function of a text that remembers what it returned: rules and searches ask for the same texts
 * of each miner again and again. `most`: how many it remembers before it begins again.
 */
export function remembered<T>(most: number, make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const made = make(text);
    if (known.size >= most) known.clear();
    known.set(text, made);
    return made;
  };
}
