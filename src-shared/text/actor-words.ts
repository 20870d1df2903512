import type { Actor } from '../model/index.ts';

/** Ways in that have no name of their own: what is stored as their name, and the words for it. */
const WAYS_IN: ReadonlyMap<string, string> = new Map([
  ['desktop desktop app', 'in the desktop app'],
  ['browser browser', 'in a browser'],
  ['cli command line', 'on the command line'],
  ['rest token file', 'through REST by the token file'],
]);

/**
 * Who did something, to be added to what was done: "in a browser", `through REST by the token "ops"`,
 * `by the rule "Hot"`. Which computer or user it was is not known.
 */
export function actorWords({ via, name }: Pick<Actor, 'via' | 'name'>): string {
  const way = WAYS_IN.get(`${via} ${name}`);
  if (way !== undefined) return way;
  if (via === 'rest') return `through REST by the token "${name}"`;
  return via === 'rule' ? `by the rule "${name}"` : `by ${name}`;
}
