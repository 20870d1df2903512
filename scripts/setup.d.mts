/** The Node that PowerHive itself runs on. */
export const ownNode: string;
/** Builds what is in dist, unless it was built from just these sources. Ends the process where the build fails. */
export function ensureBuilt(): void;
