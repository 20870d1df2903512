import { setInterval } from 'node:timers/promises';
import { openStore } from '../../../src-main/store/open-store.ts';
import { FastClock, startSending } from '../../fixtures/destinations/sending.ts';

/**
 * Sends stored history to the destination in its database, until it is killed. Writes its progress.
 * `safeMs`: time after which the other side keeps accepted data even if it is killed.
 */
const [path = '', nowAt = '', safeMs = '60000'] = process.argv.slice(2);
const store = await openStore({ path });
const { destinations } = await startSending(store, new FastClock(Number(nowAt)), Number(safeMs));
for await (const _ of setInterval(50))
  process.stdout.write(`${JSON.stringify(destinations.list()[0]?.state ?? null)}\n`);
