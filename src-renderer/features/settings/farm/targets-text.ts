/**
 * Parses typed targets, separated by white space, commas or semicolons. Removes duplicates and
 * keeps the order. Spaces around the hyphen of a range are allowed.
 */
export function parseTargetsText(text: string): string[] {
  const joined = text.replace(/[ \t]*-[ \t]*(?=\d)/g, '-');
  return [...new Set(joined.split(/[\s,;]+/).filter(Boolean))];
}

export function targetsText(targets: readonly string[]): string {
  return targets.join('\n');
}
