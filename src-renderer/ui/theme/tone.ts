/**
 * What a colour means, wherever it stands: green works, blue is under way, grey is meant to be off,
 * amber wants a look, red has failed.
 */
export type Tone = 'green' | 'blue' | 'grey' | 'amber' | 'red';
