import { Health } from '../../src-shared/model/health.ts';
import type { Watching } from '../../src-shared/model/scan.ts';
import { countText } from '../../src-shared/text/count-text.ts';
import { formatDuration } from '../../src-shared/text/format-duration.ts';
import { appOfOptions } from './shared/app-options.ts';
import { type CommandIo, EXIT } from './shared/command.ts';

const WATCH_WORDS: Readonly<Record<Watching['state'], string>> = {
  watching: 'monitoring',
  not_watching: 'not monitoring',
  no_targets: 'no networks set',
  paused: 'monitoring paused',
};

/** Prints the health of the running app. */
export async function runStatus(args: readonly string[], io: CommandIo): Promise<number> {
  const { app, json } = await appOfOptions(args);
  const health = await app.get('/health', Health);
  if (json) io.stdout.write(`${JSON.stringify(health)}\n`);
  else {
    const { miners, watching } = health;
    io.stdout.write(`PowerHive ${health.version}: ${health.status}, ${WATCH_WORDS[watching.state]}\n`);
    if (watching.reason !== null) io.stdout.write(`${watching.reason}\n`);
    io.stdout.write(
      `${countText(miners.total, 'miner')}, ${miners.online} online, ${miners.managed} managed, ${miners.polled} monitored\n`,
    );
    const { backup } = health;
    if (backup.last_at !== null) {
      io.stdout.write(
        `last backup ${formatDuration((health.now_at - backup.last_at) / 1000)} ago: ${backup.last_file}\n`,
      );
    }
    if (backup.last_error !== null) io.stdout.write(`No backup was made: ${backup.last_error}\n`);
    for (const loop of health.loops) {
      const age =
        loop.last_success_at === null
          ? 'never'
          : `${formatDuration((health.now_at - loop.last_success_at) / 1000)} ago`;
      io.stdout.write(
        `${loop.name}: last success ${age}, ${countText(loop.runs, 'run')}, ${loop.failures} failed${loop.last_error === null ? '' : ` (${loop.last_error})`}\n`,
      );
    }
  }
  return EXIT.done;
}
