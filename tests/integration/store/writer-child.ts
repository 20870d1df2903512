import { openStore } from '../../../src-main/store/open-store.ts';
import { aMiner, aStatus, aTelemetry, recordTelemetry, T0 } from '../../unit/store/farm-fixture.ts';

/**
 * Writes and reports each acknowledged write until it is killed. The second argument is the number
 * from which it continues.
 */
const [path = '', from = '0'] = process.argv.slice(2);
const store = await openStore({ path });
await store.upsertMiners([aMiner(1)]);

async function writeForever(series: number): Promise<never> {
  for (let n = 0; ; n++) {
    const at = T0 + Number(from) + n * 10 + series;
    await store.recordMinerStatuses([aStatus(1, at)]);
    process.stdout.write(`status ${at}\n`);
    await recordTelemetry(store, [aTelemetry(1, at)]);
    process.stdout.write(`telemetry ${at}\n`);
  }
}

await Promise.all([0, 1, 2, 3].map(writeForever));
