import type { Actor } from '../model/index.ts';

type Who = Pick<Actor, 'via' | 'name'>;

/** Ways in that have no name of their own: what is stored as their name, and the words for it. */
const WAYS_IN: readonly (Who & { readonly words: string; readonly noun: string })[] = [
  { via: 'desktop', name: 'desktop app', words: 'in the desktop app', noun: 'Desktop app' },
  { via: 'browser', name: 'browser', words: 'in a browser', noun: 'Browser' },
  { via: 'cli', name: 'command line', words: 'on the command line', noun: 'Command line' },
  { via: 'rest', name: 'token file', words: 'through REST by the token file', noun: 'REST: token file' },
];

const wayOf = ({ via, name }: Who) => WAYS_IN.find((way) => way.via === via && way.name === name);

/**
 * Who did something, to be added to what was done: "in a browser", `through REST by the token "ops"`,
 * `by the rule "Hot"`. Which computer or user it was is not known.
 */
export function actorWords(who: Who): string {
  const { via, name } = who;
  const way = wayOf(who);
  if (way !== undefined) return way.words;
  if (via === 'rest') return `through REST by the token "${name}"`;
  return via === 'rule' ? `by the rule "${name}"` : `by ${name}`;
}

/** The same for a column or a field: "Browser", `REST: token "ops"`, `Rule "Hot"`. */
export function actorNoun(who: Who): string {
  const { via, name } = who;
  const way = wayOf(who);
  if (way !== undefined) return way.noun;
  if (via === 'rest') return `REST: token "${name}"`;
  return via === 'rule' ? `Rule "${name}"` : name;
}

/**
 * The same where only a name is kept, as of who acknowledged or ended a problem: a name that is not
 * that of a way in is the name of a token. Empty if nobody did.
 */
export function actorNounOf(name: string | null): string {
  if (name === null) return '';
  return actorNoun(WAYS_IN.find((way) => way.name === name) ?? { via: 'rest', name });
}
