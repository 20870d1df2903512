import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Incident } from '../../src-shared/model/index.ts';
import type { Lab, LabProgram } from './lab.ts';

/** A port on PowerHive's host, where every port is free. */
const PORT = 8090;

/** The server of a webhook: it accepts every request, and appends its body to a file as a line. */
const INBOX = `
const { appendFileSync } = require('node:fs');
const [path] = process.argv.slice(1);
require('node:http').createServer(async (request, response) => {
  appendFileSync(path, Buffer.concat(await request.toArray()).toString() + '\\n');
  response.end();
}).listen(${PORT}, '127.0.0.1', () => console.log('ready'));
`;

/** A message as a webhook receives it. */
interface ReceivedMessage {
  readonly event: string;
  readonly incident: Incident | null;
}

/**
 * Gives PowerHive a webhook on its own host, which it reaches without any link. Returns what the
 * webhook has received until now.
 */
export async function receiveAlerts(
  lab: Lab,
  powerhive: LabProgram & { readonly data: string },
): Promise<() => readonly ReceivedMessage[]> {
  const path = join(powerhive.data, 'inbox.jsonl');
  await lab.startNode('here', INBOX, path);
  const settings = { url: `http://127.0.0.1:${PORT}/`, secret: 'lab' };
  const channel = { kind: 'webhook', name: 'Lab', enabled: true, min_severity: 'info', settings };
  await powerhive.rest('POST', '/channels', channel);
  return () =>
    existsSync(path)
      ? readFileSync(path, 'utf8')
          .split('\n')
          // What follows the last line feed is empty, or a line that is still being written.
          .slice(0, -1)
          .map((line): ReceivedMessage => JSON.parse(line))
      : [];
}
