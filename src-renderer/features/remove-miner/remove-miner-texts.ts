import { countText, numberText } from '../../../src-shared/text/count-text.ts';

/** Texts for the removal and replacement of miners. */
export const minerLifeTexts = {
  cancel: 'Cancel',
  remove: {
    ask: 'Remove …',
    title: (what: string): string => `Remove ${what}?`,
    miners: (miners: number): string => countText(miners, 'miner'),
    history: 'History',
    keep: (miners: number): string => (miners === 1 ? 'Keep its history' : 'Keep their history'),
    keepMeans: 'Readings stay in the database, and in exports.',
    drop: (miners: number): string => (miners === 1 ? 'Delete its history' : 'Delete their history'),
    dropMeans: "This can't be undone. Totals of the farm stay as they are.",
    submit: 'Remove',
    submitDrop: 'Remove and delete history',
    gone: (miners: number): string =>
      miners === 1
        ? 'Its name, password and API key are deleted from PowerHive. Nothing is changed on the miner.'
        : 'Their names, passwords and API keys are deleted from PowerHive. Nothing is changed on the miners.',
    comesBack: (miners: number, online: number): string => {
      if (miners === 1) return 'It is online: the next scan adds it again as new.';
      return online === 1
        ? '1 of them is online: the next scan adds it again as new.'
        : `${numberText(online)} of them are online: the next scan adds them again as new.`;
    },
    done: (name: string): string => `${name} removed`,
    kept: 'Its history is kept.',
    dropped: 'Its history is being deleted.',
    failed: (name: string): string => `Couldn't remove ${name}`,
  },
  replace: {
    ask: 'Replace …',
    title: (name: string): string => `Replace ${name}`,
    about: (name: string): string =>
      `For a new machine in the place of ${name}, or a new control board in it. The new miner takes over its name, place, settings and history, and ${name} is removed. Undo puts both back, each with its own history. It cannot bring back the API key of ${name}, which gets a new one, nor a password that was entered for the new miner alone.`,
    onlyOffline: (name: string): string => `${name} is online. Only a miner that is offline can be replaced.`,
    by: 'Replaced by',
    none: 'No miner can take its place',
    placeholder: 'Name, address or MAC',
    notFound: 'No miner found',
    submit: 'Replace',
    done: (name: string, successor: string): string => `${name} replaced by ${successor}`,
    failed: (name: string): string => `Couldn't replace ${name}`,
    undo: 'Undo',
    undone: (name: string): string => `${name} is back in its place`,
    undoFailed: (name: string): string => `Couldn't undo the replacement of ${name}`,
  },
} as const;
