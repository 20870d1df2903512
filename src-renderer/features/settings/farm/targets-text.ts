/**
 * The targets in what an operator typed: apart by white space, commas or semicolons, each once, in
 * their order. Spaces round the hyphen of a range are part of it.
 */
export function parseTargetsText(text: string): string[] {
  const joined = text.replace(/[ \t]*-[ \t]*(?=\d)/g, '-');
  return [...new Set(joined.split(/[\s,;]+/).filter(Boolean))];
}

export function targetsText(targets: readonly string[]): string {
  return targets.join('\n');
}
