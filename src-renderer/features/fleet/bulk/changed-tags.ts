/** As the program accepts one (`Tag` in the model). */
const TAG = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,31}$/u;

export function isTag(text: string): boolean {
  return TAG.test(text);
}

/** Tags with some added at the end and some taken away; what is added stays. */
export function changedTags(tags: readonly string[], added: readonly string[], removed: readonly string[]): string[] {
  return [...new Set([...tags.filter((tag) => !removed.includes(tag)), ...added])];
}
