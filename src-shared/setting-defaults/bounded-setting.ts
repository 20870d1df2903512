/** Minimum and maximum of an integer setting. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** An integer setting with its default. */
export interface BoundedSetting extends Bounds {
  readonly byDefault: number;
}

export const bounded = (byDefault: number, least: number, most: number): BoundedSetting => ({ least, most, byDefault });
export const seconds = (byDefault: number, least: number): BoundedSetting => bounded(byDefault, least, 86_400);
export const days = (byDefault: number): BoundedSetting => bounded(byDefault, 1, 3650);
