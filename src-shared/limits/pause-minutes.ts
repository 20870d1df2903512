/** Of a pause that ends by itself. */
export const MOST_PAUSE_MINUTES = 30 * 24 * 60;
