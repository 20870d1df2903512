/** The least and the highest value of the numbers that an action takes, for its form and the API. */
export const PARAM_BOUNDS = {
  /** Throttle: percent of the nominal power. */
  percent: { least: 20, most: 100, whole: true },
  /** Preset: watts at most. */
  watts: { least: 1, most: 100_000, whole: true },
} as const;
