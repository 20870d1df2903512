/** The screen with all sites. */
export const SITES_PATH = '/sites';
