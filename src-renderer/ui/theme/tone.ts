/**
 * The meaning of a colour everywhere: green works, blue is in progress, grey is off on purpose,
 * amber needs attention, red has failed.
 */
export type Tone = 'green' | 'blue' | 'grey' | 'amber' | 'red';
