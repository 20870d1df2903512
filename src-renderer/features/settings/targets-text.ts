/**
 * The targets in what an operator typed: apart by white space, commas or semicolons, each once, in
 * their order.
 */
export function parseTargetsText(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
}

export function targetsText(targets: readonly string[]): string {
  return targets.join('\n');
}
