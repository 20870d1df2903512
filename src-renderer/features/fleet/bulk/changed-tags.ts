/** Tags with some added at the end and some taken away; what is added stays. */
export function changedTags(tags: readonly string[], added: readonly string[], removed: readonly string[]): string[] {
  return [...new Set([...tags.filter((tag) => !removed.includes(tag)), ...added])];
}
