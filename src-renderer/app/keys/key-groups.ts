import { appTexts } from '../app-texts.ts';
import { SCREENS } from '../screens.ts';

const { keyNames, keys: texts } = appTexts;

/** Every key and what it does, for the help that `?` opens. */
export const KEY_GROUPS: readonly {
  readonly title: string;
  readonly keys: readonly { readonly keys: readonly string[]; readonly does: string }[];
}[] = [
  {
    title: texts.everywhere,
    keys: [
      { keys: ['Ctrl/⌘', 'K'], does: texts.searchEverything },
      ...SCREENS.map(({ name, letter }) => ({ keys: ['g', letter], does: texts.goTo(name) })),
      { keys: ['r'], does: texts.scan },
      { keys: ['h'], does: texts.history },
      { keys: [keyNames.escape], does: texts.close },
      { keys: [keyNames.escape, keyNames.escape], does: texts.clearSearch },
      { keys: ['?'], does: texts.allKeys },
    ],
  },
  {
    title: texts.lists,
    keys: [
      { keys: ['/'], does: texts.search },
      { keys: ['j', 'k', '↓', '↑'], does: texts.move },
      { keys: [keyNames.enter], does: texts.open },
      { keys: ['Ctrl/⌘', keyNames.enter], does: texts.showGroup },
      { keys: ['n'], does: texts.nextProblem },
    ],
  },
  {
    title: texts.map,
    keys: [
      { keys: [']', '['], does: texts.toMap },
      { keys: ['→', '←', '↑', '↓'], does: texts.walkMap },
      { keys: [keyNames.space], does: texts.select },
      { keys: [keyNames.enter], does: texts.open },
    ],
  },
  {
    title: texts.problems,
    keys: [
      { keys: ['e'], does: texts.acknowledge },
      { keys: ['a'], does: texts.act },
      { keys: ['s'], does: texts.snooze },
    ],
  },
  {
    title: texts.fleet,
    keys: [
      { keys: ['↓', keyNames.tab], does: texts.suggestion },
      { keys: [keyNames.enter], does: texts.intoRows },
      { keys: [keyNames.space], does: texts.select },
      { keys: [keyNames.shift, '↓', '↑'], does: texts.extend },
      { keys: ['Ctrl/⌘', 'A'], does: texts.selectAll },
      { keys: ['m'], does: texts.manage },
      { keys: ['b'], does: texts.locate },
      { keys: [keyNames.shift, 'R'], does: texts.restart },
      { keys: ['p'], does: texts.preset },
      { keys: ['.'], does: texts.menu },
      { keys: ['F2'], does: texts.rename },
      { keys: ['o'], does: texts.webPage },
      { keys: ['i'], does: texts.intoPanel },
      { keys: ['w'], does: texts.panel },
    ],
  },
];
