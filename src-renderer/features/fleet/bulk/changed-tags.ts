import { MOST_TAGS } from '../../../../src-shared/tag.ts';

/** Tags with some added at the end and some taken away; what is added stays. */
export function changedTags(tags: readonly string[], added: readonly string[], removed: readonly string[]): string[] {
  return [...new Set([...tags.filter((tag) => !removed.includes(tag)), ...added])];
}

/** How many of these miners would have more tags than the program takes: it would change none. */
export function minersWithTooManyTags(
  miners: readonly { readonly tags: readonly string[] }[],
  added: readonly string[],
  removed: readonly string[],
): number {
  return miners.filter(({ tags }) => changedTags(tags, added, removed).length > MOST_TAGS).length;
}
