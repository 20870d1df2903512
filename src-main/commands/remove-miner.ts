import { z } from 'zod';
import { minerFinder } from '../../src-shared/import/miner-finder.ts';
import { minerName } from '../../src-shared/miner/miner-name.ts';
import { Miner } from '../../src-shared/model/miner/miner.ts';
import { MacAddress } from '../../src-shared/model/scalars.ts';
import { type CommandIo, EXIT, usageError } from './shared/command.ts';
import { isConfirmed } from './shared/confirm.ts';
import { chosenFolder, readOptions } from './shared/options.ts';
import { findRunningApp, type RunningApp } from './shared/running-app.ts';

const COMMON = {
  data: { type: 'string' },
  json: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
} as const;

/**
 * Removes one miner from the running app. Its history is kept unless `--history drop` says
 * otherwise.
 */
export async function runRemove(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = readOptions(args, { ...COMMON, history: { type: 'string', default: 'keep' } });
  const { history } = values;
  if (history !== 'keep' && history !== 'drop') throw usageError(`--history must be keep or drop, not "${history}"`);
  const [text, ...more] = positionals;
  if (text === undefined || more.length > 0) throw usageError('enter one miner: its MAC, name or address');
  const app = await findRunningApp(chosenFolder(values.data));
  const miner = await findMiner(app, text);
  const what = history === 'keep' ? 'Its history is kept.' : 'Its history is deleted: this cannot be undone.';
  if (!(await isConfirmed({ question: `Remove ${nameOf(miner)}? ${what}`, yes: values.yes }, io))) return EXIT.failed;
  const answer = await app.delete(`/miners/${miner.id}?history=${history}`, z.unknown());
  io.stdout.write(values.json ? `${JSON.stringify(answer)}\n` : `Removed ${nameOf(miner)}\n`);
  return EXIT.done;
}

/**
 * Replaces one miner by another, which gets its name, decisions and history. With `--undo` a miner
 * that was replaced, by its MAC, is back in its place.
 */
export async function runReplace(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = readOptions(args, { ...COMMON, undo: { type: 'boolean', default: false } });
  const [oldText, newText, ...more] = positionals;
  if (values.undo) return undoReplace(positionals, values, io);
  if (oldText === undefined || newText === undefined || more.length > 0) {
    throw usageError('enter two miners: the old one, and the one that replaces it');
  }
  const app = await findRunningApp(chosenFolder(values.data));
  const [miner, successor] = [await findMiner(app, oldText), await findMiner(app, newText)];
  const question = `Replace ${nameOf(miner)} with ${nameOf(successor)}? Its name, settings and history go over, and it is removed. Undo with: powerhive replace --undo ${miner.id}`;
  if (!(await isConfirmed({ question, yes: values.yes }, io))) return EXIT.failed;
  const heir = await app.post(`/miners/${miner.id}/replaced-by`, { id: successor.id }, Miner);
  io.stdout.write(values.json ? `${JSON.stringify(heir)}\n` : `${nameOf(miner)} is now ${heir.id}\n`);
  return EXIT.done;
}

async function undoReplace(
  [mac, ...more]: readonly string[],
  values: { readonly data?: string | undefined; readonly json: boolean; readonly yes: boolean },
  io: CommandIo,
): Promise<number> {
  const id = MacAddress.safeParse(mac?.toLowerCase());
  if (!id.success || more.length > 0) throw usageError('enter the MAC of the miner that was replaced');
  const app = await findRunningApp(chosenFolder(values.data));
  const question = `Put ${id.data} back in its place? Its successor gets its own name and settings again.`;
  if (!(await isConfirmed({ question, yes: values.yes }, io))) return EXIT.failed;
  const miner = await app.delete(`/miners/${id.data}/replaced-by`, Miner);
  io.stdout.write(values.json ? `${JSON.stringify(miner)}\n` : `${nameOf(miner)} is back in its place\n`);
  return EXIT.done;
}

/**
 * The miner with exactly this MAC, address (also the last one) or name. The text is not a query, in
 * which brackets and words such as `offline` have a meaning.
 */
async function findMiner(app: RunningApp, text: string): Promise<Miner> {
  const miners = await app.get('/miners', z.array(Miner));
  const asked = text.toLowerCase();
  const there = minerFinder(miners)(asked);
  const named = miners.filter((miner) => there.includes(miner) || minerName(miner).toLowerCase() === asked);
  const [found, other] = named;
  if (found === undefined) throw usageError(`no miner is called "${text}": give its MAC, address or name in full`);
  if (other !== undefined) throw usageError(`${named.length} miners are called "${text}": give the MAC`);
  return found;
}

function nameOf(miner: Miner): string {
  const name = minerName(miner);
  return name === miner.id ? name : `${name} (${miner.id})`;
}
