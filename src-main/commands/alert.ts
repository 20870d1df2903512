import { z } from 'zod';
import { Channel, ChannelTest } from '../../src-shared/model/alerts/channel.ts';
import { CommandError, type CommandIo, EXIT, usageError } from './shared/command.ts';
import { chosenFolder, readOptions } from './shared/options.ts';
import { findRunningApp } from './shared/running-app.ts';

const OPTIONS = { data: { type: 'string' }, json: { type: 'boolean', default: false } } as const;

/**
 * `alert test CHANNEL`: the running app sends a test message to a channel, named by name or id.
 * Returns 0 if it was accepted.
 */
export async function runAlert(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS);
  const [verb, ...words] = positionals;
  if (verb !== 'test' || words.length === 0) throw usageError('enter "test" and the name of a channel');
  const text = words.join(' ');
  const app = await findRunningApp(chosenFolder(values.data));
  const channels = await app.get('/channels', z.array(Channel));
  const channel =
    channels.find(({ id, name }) => id === text || name === text) ??
    channels.find(({ name }) => name.toLowerCase() === text.toLowerCase());
  if (channel === undefined) {
    const names = channels.map(({ name }) => name).join(', ');
    const known = names === '' ? 'There is none: add one in the settings.' : `There are: ${names}.`;
    throw new CommandError(`There is no channel "${text}". ${known}`, EXIT.usage);
  }
  const result = await app.post(`/channels/${channel.id}/test`, {}, ChannelTest);
  if (values.json) io.stdout.write(`${JSON.stringify(result)}\n`);
  else if (result.sent) io.stdout.write(`Test message sent to ${channel.name}\n`);
  if (result.sent) return EXIT.done;
  if (!values.json) io.stderr.write(`${channel.name}: ${result.error ?? 'not sent'}\n`);
  return EXIT.failed;
}
