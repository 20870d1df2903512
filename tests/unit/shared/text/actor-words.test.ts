import { expect, it } from 'vitest';
import { BROWSER } from '../../../../src-main/serve/rest-actor.ts';
import { actorNoun, actorNounOf, actorWords } from '../../../../src-shared/text/actor-words.ts';

it.each([
  [BROWSER, 'in a browser', 'Browser'],
  [{ via: 'desktop', name: 'desktop app' }, 'in the desktop app', 'Desktop app'],
  [{ via: 'cli', name: 'command line' }, 'on the command line', 'Command line'],
  [{ via: 'rest', name: 'token file' }, 'through REST by the token file', 'REST: token file'],
  [{ via: 'rest', name: 'ops' }, 'through REST by the token "ops"', 'REST: token "ops"'],
] as const)('%j is said in a sentence and in a column, also where only its name is kept', (who, words, noun) => {
  expect(actorWords(who)).toBe(words);
  expect(actorNoun(who)).toBe(noun);
  expect(actorNounOf(who.name)).toBe(noun);
});

it('a rule is called so, and nobody is nothing', () => {
  expect(actorNoun({ via: 'rule', name: 'Hot' })).toBe('Rule "Hot"');
  expect(actorNounOf(null)).toBe('');
});
