// The units that may follow a figure in a query, with their factors. The empty unit is for a figure
// without one.

/** In seconds. A duration always has a unit. */
export const DURATIONS = { s: 1, m: 60, min: 60, h: 3600, d: 86_400, w: 604_800 };

/** In TH/s. */
export const TERAHASHES = {
  '': 1,
  th: 1,
  'th/s': 1,
  gh: 1e-3,
  'gh/s': 1e-3,
  mh: 1e-6,
  'mh/s': 1e-6,
  ph: 1000,
  'ph/s': 1000,
};

export const WATTS = { '': 1, w: 1, kw: 1000 };

export const JOULES_PER_TERAHASH = { '': 1, 'j/th': 1, 'j/gh': 1000 };

/** In °C. */
export const DEGREES = { '': 1, c: 1, '°': 1, '°c': 1, f: 5 / 9, '°f': 5 / 9 };
/** Where the 0 of a unit is, in °C. */
export const DEGREES_AT_ZERO = { f: -160 / 9, '°f': -160 / 9 };
