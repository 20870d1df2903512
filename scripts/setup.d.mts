/** The Node that PowerHive itself runs on. */
export const ownNode: string;
/**
 * Whether what is in dist was built from just these sources; `base` is this checkout if left out.
 */
export function isBuilt(base?: string): boolean;
/**
 * Builds what is in dist, unless it was built from just these sources. Ends the process where the
 * build fails.
 */
export function ensureBuilt(): void;
