import { z } from 'zod';

/** The kind of a change of many miners. */
export const MinersChangeKind = z.enum(['manage', 'place', 'rename', 'tag', 'password', 'edit', 'remove', 'check']);
export type MinersChangeKind = z.infer<typeof MinersChangeKind>;
