import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import {
  planUpdates,
  type UpdateFacts,
  type UpdateMessage,
  updateMessage,
} from '../../../src-main/desktop/updates/install-or-announce.ts';
import { Updates } from '../../../src-main/desktop/updates/updates.ts';

const URL_OF_FEED = 'https://updates.example/powerhive';
const facts = (changes: Partial<UpdateFacts> = {}): UpdateFacts => ({
  url: URL_OF_FEED,
  platform: 'win32',
  isPackaged: true,
  namesPublisher: true,
  ...changes,
});

describe('how far an update goes', () => {
  it('is nowhere without an address', () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const)
      expect(planUpdates(facts({ url: null, platform })).kind).toBe('no_server');
  });

  it('is an installation only where a signature can be compared with another', () => {
    expect(planUpdates(facts()).kind).toBe('install');
    expect(planUpdates(facts({ platform: 'darwin', namesPublisher: false })).kind).toBe('install');
    expect(planUpdates(facts({ namesPublisher: false }))).toMatchObject({
      why: expect.stringContaining('who signs it'),
    });
    expect(planUpdates(facts({ platform: 'linux' }))).toMatchObject({ why: expect.stringContaining('not signed') });
    expect(planUpdates(facts({ isPackaged: false }))).toMatchObject({ why: expect.stringContaining('sources') });
  });

  it('is announced with a link into the browser only over https', () => {
    const plan = planUpdates(facts({ platform: 'linux' }));
    const news = { kind: 'newer', version: '1.0.0', next: '1.1.0', plan } as const;
    expect(updateMessage({ ...news, url: URL_OF_FEED }).buttons).toEqual(['Open in the browser', 'Not now']);
    expect(updateMessage({ ...news, url: 'http://127.0.0.1:1/' }).buttons).toEqual(['OK']);
  });
});

/** Runs an update with the given choices of the operator, and returns its effects. */
async function run(given: {
  facts?: Partial<UpdateFacts>;
  newer?: string | null;
  choices?: readonly number[];
  fails?: 'find' | 'download';
}) {
  const done: string[] = [];
  const said: UpdateMessage[] = [];
  const choices = [...(given.choices ?? [])];
  const updates = new Updates({
    facts: facts(given.facts),
    version: '1.0.0',
    openFeed: async (url) => {
      done.push(`open ${url}`);
      return {
        async findNewer() {
          if (given.fails === 'find') throw new Error('no answer\n    at somewhere');
          return given.newer ?? null;
        },
        async download() {
          if (given.fails === 'download') throw new Error('wrong signature');
          done.push('download');
        },
        install: () => void done.push('install'),
      };
    },
    ask: async (message) => {
      said.push(message);
      return choices.shift() ?? message.buttons.length - 1;
    },
    openExternalLink: (url) => void done.push(`browser ${url}`),
    quitAndInstall: (install) => {
      done.push('quit');
      install();
    },
    log: pino({ level: 'silent' }),
  });
  await Promise.all([updates.check(), updates.check()]);
  return { done, said: said.map(({ message }) => message), messages: said };
}

describe('a look for updates', () => {
  it('sends no request while no address is configured', async () => {
    const { done, said } = await run({ facts: { url: null } });
    expect(done).toEqual([]);
    expect(said).toEqual(['No update server set']);
  });

  it('happens once, however often it is asked for meanwhile', async () => {
    const { done, said } = await run({});
    expect(done).toEqual([`open ${URL_OF_FEED}`]);
    expect(said).toEqual(['PowerHive 1.0.0 is the newest']);
  });

  it('downloads only when the operator agrees, and installs only when the operator agrees again', async () => {
    expect((await run({ newer: '1.1.0', choices: [1] })).done).toEqual([`open ${URL_OF_FEED}`]);
    expect((await run({ newer: '1.1.0', choices: [0, 1] })).done).toEqual([`open ${URL_OF_FEED}`, 'download']);
    const { done, said } = await run({ newer: '1.1.0', choices: [0, 0] });
    expect(done).toEqual([`open ${URL_OF_FEED}`, 'download', 'quit', 'install']);
    expect(said).toEqual(['PowerHive 1.1.0 is available', 'PowerHive 1.1.0 is downloaded and checked']);
  });

  it('downloads nothing where it may only announce', async () => {
    const linux = { platform: 'linux' } as const;
    expect((await run({ facts: linux, newer: '1.1.0', choices: [0] })).done).toEqual([
      `open ${URL_OF_FEED}`,
      `browser ${URL_OF_FEED}`,
    ]);
    expect((await run({ facts: linux, newer: '1.1.0', choices: [1] })).done).toEqual([`open ${URL_OF_FEED}`]);
    const sources = { isPackaged: false, url: 'http://127.0.0.1:8123/' };
    expect((await run({ facts: sources, newer: '1.1.0', choices: [0] })).done).toEqual(['open http://127.0.0.1:8123/']);
  });

  it('says why it failed in one line, and installs nothing then', async () => {
    const lost = await run({ fails: 'find' });
    expect(lost.messages).toMatchObject([{ message: "Couldn't check for updates", detail: 'no answer' }]);
    const foreign = await run({ newer: '1.1.0', choices: [0, 0], fails: 'download' });
    expect(foreign.done).toEqual([`open ${URL_OF_FEED}`]);
    expect(foreign.messages.at(-1)?.detail).toBe('wrong signature');
  });
});
