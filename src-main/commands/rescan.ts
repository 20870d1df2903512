import { z } from 'zod';
import { Scan } from '../../src-shared/model/scan.ts';
import { countText } from '../../src-shared/text/count-text.ts';
import { APP_OPTIONS } from './shared/app-options.ts';
import { type CommandIo, EXIT } from './shared/command.ts';
import { chosenFolder, readOptions } from './shared/options.ts';
import { findRunningApp, PROGRESS_POLL_MS } from './shared/running-app.ts';

const OPTIONS = { ...APP_OPTIONS, force: { type: 'boolean', default: false } } as const;

/** Requests a scan of the running app, waits for its end, and prints what changed. */
export async function runRescan(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS);
  const { json, force } = values;
  const app = await findRunningApp(chosenFolder(values.data));
  const body = positionals.length === 0 ? {} : { targets: positionals, force };
  const { scan_id } = await app.post('/rescan', body, z.object({ scan_id: z.string() }));
  for (;;) {
    if (io.signal.aborted) return EXIT.failed;
    const scan = await app.get('/scans/last-finished', Scan.nullable());
    if (scan?.scan_id === scan_id) {
      if (json) io.stdout.write(`${JSON.stringify(scan)}\n`);
      else {
        const took = ((scan.duration_ms ?? 0) / 1000).toFixed(1);
        const found = `${countText(scan.miners_found, 'miner')} in ${countText(scan.addresses_total, 'address', 'addresses')}`;
        const changes = `${scan.miners_new} new, ${scan.miners_back} back online, ${scan.miners_moved} moved, ${scan.miners_offline} offline`;
        io.stdout.write(`Found ${found} (${took} s): ${changes}\n`);
        for (const { ip, kind, what } of scan.devices) {
          io.stdout.write(`${kind === 'other_device' ? 'not a miner' : 'not identified'}: ${ip}: ${what}\n`);
        }
        if (scan.message !== null) io.stderr.write(`${scan.message}\n`);
      }
      return scan.phase === 'done' ? EXIT.done : EXIT.failed;
    }
    // Ids are time-ordered: a later scan has ended, so ours has too.
    if (scan !== null && scan.scan_id > scan_id) {
      io.stderr.write('The scan has ended, and another one after it: what changed is in the activity.\n');
      return EXIT.done;
    }
    await io.clock.sleep(PROGRESS_POLL_MS, io.signal);
  }
}
