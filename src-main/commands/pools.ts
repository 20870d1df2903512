import { z } from 'zod';
import { EnteredPool, type PoolStanding, SeenPool } from '../../src-shared/model/own-pool.ts';
import { minuteText } from '../../src-shared/text/iso-time.ts';
import { type CommandIo, EXIT, usageError } from './shared/command.ts';
import { chosenFolder, readOptions } from './shared/options.ts';
import { findRunningApp } from './shared/running-app.ts';
import { formatTable } from './shared/table.ts';

const OPTIONS = { data: { type: 'string' }, json: { type: 'boolean', default: false } } as const;

const IS_OWN: Readonly<Record<string, boolean | null>> = { mine: true, 'not-mine': false, reset: null };

/**
 * `pools`: lists the pools to which miners are set now, and whether each counts as the farm's own.
 * `pools mine HOST [ACCOUNT]` and `pools not-mine …` say so, and `pools reset …` takes that back.
 */
export async function runPools(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS);
  const [verb, host, account = null, ...more] = positionals;
  const is_own = verb === undefined ? undefined : IS_OWN[verb];
  const isKnown = verb === undefined || (is_own !== undefined && host !== undefined);
  if (!isKnown || more.length > 0) {
    throw usageError('enter nothing, or "mine", "not-mine" or "reset", with the host of a pool and perhaps an account');
  }
  const entered = verb === undefined ? null : EnteredPool.safeParse({ host, account });
  if (entered?.success === false) throw usageError(entered.error.issues[0]?.message ?? 'enter the host of a pool');
  const pool = entered?.data ?? null;
  const app = await findRunningApp(chosenFolder(values.data));
  const pools =
    pool === null
      ? await app.get('/own-pools/seen', z.array(SeenPool))
      : await app.post('/own-pools/decide', { ...pool, is_own }, z.array(SeenPool));
  if (values.json) io.stdout.write(`${JSON.stringify(pools)}\n`);
  else
    io.stdout.write(pools.length === 0 ? 'No miner has reported its pools yet\n' : `${formatTable(pools, COLUMNS)}\n`);
  return EXIT.done;
}

const STANDINGS: Readonly<Record<PoolStanding, string>> = {
  mine: 'yours, as you said',
  not_mine: 'not yours, as you said',
  job: 'yours: a job set it',
  share: 'counts as yours: many use it',
  unconfirmed: 'NOT CONFIRMED: miners changed to it without a job',
  foreign: 'not known as yours: few use it',
  unknown: 'not judged',
};

const COLUMNS = [
  { title: 'HOST', cell: ({ host }: SeenPool) => host },
  { title: 'ACCOUNT', cell: ({ account }: SeenPool) => account ?? '' },
  { title: 'MINERS', cell: ({ miners }: SeenPool) => String(miners), align: 'right' as const },
  { title: 'SINCE', cell: ({ since_at }: SeenPool) => (since_at === null ? '' : minuteText(since_at)) },
  { title: 'YOURS', cell: ({ standing }: SeenPool) => STANDINGS[standing] },
];
