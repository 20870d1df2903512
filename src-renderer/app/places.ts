/** The screens, in the order of the rail, with the letter that goes there after `g`. */
export const PLACES = [
  { path: '/fleet', name: 'Fleet', letter: 'f' },
  { path: '/models', name: 'Models', letter: 'm' },
  { path: '/anomalies', name: 'Anomalies', letter: 'a' },
  { path: '/activity', name: 'Activity', letter: 't' },
  { path: '/settings', name: 'Settings', letter: 's' },
] as const;
export type PlacePath = (typeof PLACES)[number]['path'];

/** Every key and what it does, for the list that `?` shows. */
export const KEY_GROUPS: readonly {
  readonly title: string;
  readonly keys: readonly { readonly keys: readonly string[]; readonly does: string }[];
}[] = [
  {
    title: 'Everywhere',
    keys: [
      { keys: ['Ctrl/⌘', 'K'], does: 'find a screen, a miner or an action' },
      ...PLACES.map(({ name, letter }) => ({ keys: ['g', letter], does: `go to ${name}` })),
      { keys: ['r'], does: 'rescan' },
      { keys: ['h'], does: 'show the history of all miners' },
      { keys: ['Esc'], does: 'close what is open' },
      { keys: ['?'], does: 'show these keys' },
    ],
  },
  {
    title: 'Fleet, anomalies and activity',
    keys: [
      { keys: ['/'], does: 'search (in the fleet and the activity)' },
      { keys: ['j', 'k', '↓', '↑'], does: 'move' },
      { keys: ['Enter'], does: 'open the miner, the chips or the group' },
    ],
  },
  {
    title: 'Fleet',
    keys: [
      { keys: ['↓', 'Tab'], does: 'in the search: choose what is offered, and take it' },
      { keys: ['Space'], does: 'select the miner' },
      { keys: ['Shift', '↓', '↑'], does: 'extend the selection' },
      { keys: ['Ctrl/⌘', 'A'], does: 'select all that match' },
      { keys: ['m'], does: 'manage, or no more' },
      { keys: ['o'], does: "open the miner's own page in the browser" },
      { keys: ['w'], does: 'widen the panel beside the table' },
    ],
  },
];
