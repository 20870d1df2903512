/**
 * In place of the preset before, in a measurement of a restart or a reboot: these change no preset,
 * and `to` names the action.
 */
export const NO_PRESET = '';
