interface Affected {
  readonly id: string;
  readonly name: string;
}

const natural = new Intl.Collator('en', { numeric: true });

/** The order of the miners of an incident: those that still have it, which are looked for, then the others, by name. */
export function stillFirst(present: ReadonlySet<string>): (a: Affected, b: Affected) => number {
  return (a, b) => Number(present.has(b.id)) - Number(present.has(a.id)) || natural.compare(a.name, b.name);
}
