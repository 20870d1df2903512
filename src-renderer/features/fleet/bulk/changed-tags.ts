import { MOST_TAGS } from '../../../../src-shared/limits/tag.ts';

/** Adds tags at the end and removes others. A tag in both lists is kept. */
export function changedTags(tags: readonly string[], added: readonly string[], removed: readonly string[]): string[] {
  return [...new Set([...tags.filter((tag) => !removed.includes(tag)), ...added])];
}

/** Number of miners that would exceed the limit of tags; the program would then change none. */
export function minersWithTooManyTags(
  miners: readonly { readonly tags: readonly string[] }[],
  added: readonly string[],
  removed: readonly string[],
): number {
  return miners.filter(({ tags }) => changedTags(tags, added, removed).length > MOST_TAGS).length;
}
