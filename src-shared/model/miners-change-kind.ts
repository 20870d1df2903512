import { z } from 'zod';

/** What a change of many miners is about. */
export const MinersChangeKind = z.enum(['manage', 'place', 'rename', 'tag', 'password', 'edit', 'remove', 'check']);
export type MinersChangeKind = z.infer<typeof MinersChangeKind>;
