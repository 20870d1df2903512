import { isSince } from '../../../../src-shared/actions/actions-since.ts';
import type { CallOptions } from '../../call-options.ts';
import type { MinerCommand, WriteResponse } from '../../commands.ts';
import type { MinerTarget } from '../../driver.ts';
import { withOneDeadline } from '../../http/extendable-deadline.ts';
import type { FirmwareClient } from '../client.ts';
import { commandRequest, FIND, LOCATE } from './command-request.ts';
import { readWrite } from './write-response.ts';

type Client = Pick<FirmwareClient, 'writeOnce' | 'timeoutMs'>;

/** Since this version `/locate-miner` exists, which sets the light instead of toggling it. */
const LOCATES_SINCE = '1.3';

/** Sends one command, once. Never rejects. */
export async function sendCommand(
  client: Client,
  miner: MinerTarget,
  command: MinerCommand,
  call?: CallOptions,
): Promise<WriteResponse> {
  if (command.kind === 'locate') return sendLocate(client, miner, command, call);
  const request = commandRequest(command);
  if (typeof request === 'string') return { sent: 'not_sent', message: request };
  return readWrite(await client.writeOnce(miner, request.path, request.body, call), command.kind);
}

/**
 * Sets the locate light. With an unknown version `/locate-miner` comes first, because repeating it
 * does no harm. The other call is tried only after a 404 or 405, which changed nothing.
 */
async function sendLocate(
  client: Client,
  miner: MinerTarget,
  { on, firmware_version }: Extract<MinerCommand, { kind: 'locate' }>,
  call?: CallOptions,
): Promise<WriteResponse> {
  const one = withOneDeadline(client.timeoutMs, call);
  const bodies = { [LOCATE]: { is_enabled: on }, [FIND]: { on } };
  const paths =
    isSince(firmware_version, LOCATES_SINCE) === false ? ([FIND, LOCATE] as const) : ([LOCATE, FIND] as const);
  const [first, other] = paths;
  const result = await client.writeOnce(miner, first, bodies[first], one);
  const isMissing = result.outcome.ok && [404, 405].includes(result.outcome.value.status);
  if (!isMissing) return readWrite(result, 'locate');
  return readWrite(await client.writeOnce(miner, other, bodies[other], one), 'locate');
}
