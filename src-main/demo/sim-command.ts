import { parseArgs } from 'node:util';
import { describeEndpoints, parseEndpointRange } from './endpoints.ts';
import { PROFILE_NAMES } from './farm-profiles.ts';
import { FAULT_NAMES, parseFaults } from './faults/fault-names.ts';
import { startSimulatedFleet } from './fleet.ts';

export interface SimCommandIo {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

const USAGE = `powerhive sim --listen RANGE [--seed N] [--profile NAME] [--faults SPEC] [--time-scale X]

Runs simulated VNish miners on this machine until it is interrupted.

  --listen RANGE    127.77.0.1-127.77.0.48:8980, 127.0.0.1:20000-20047, 127.77.0.0/24:8980, or several with commas;
                    any address that this machine has
  --seed N          a whole number; the same seed gives the same farm (by default it follows from RANGE, so that
                    farms at different addresses have different MAC addresses)
  --profile NAME    ${PROFILE_NAMES.join(', ')} (default mixed)
  --faults SPEC     NAME, NAME:COUNT, NAME:PERCENT% or NAME@ADDRESS, several with commas:
                    ${wrap(FAULT_NAMES.join(', '), 90).join('\n                    ')}
  --time-scale X    10 lets states, temperatures and tuning pass ten times as fast (default 1)
  --json            changes nothing: the line on stdout that says it is ready is JSON
`;

class WrongUsage extends Error {}

interface SimArguments {
  readonly endpoints: { host: string; port: number }[];
  readonly seed: number;
  readonly profile: string;
  readonly faults: string;
  readonly timeScale: number;
}

/**
 * Runs the fleet until the signal aborts. One JSON line on stdout reports that it is ready. Returns
 * the exit code: 0, 1 if the fleet cannot start, or 2 for wrong usage, with the argument named on
 * stderr.
 */
export async function runSimCommand(args: readonly string[], io: SimCommandIo): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    io.stdout.write(USAGE);
    return 0;
  }
  let options: SimArguments;
  try {
    options = readArguments(args);
  } catch (error) {
    io.stderr.write(`sim: ${(error as Error).message}\n`);
    return 2;
  }
  return run(options, io);
}

async function run(options: SimArguments, { stdout, stderr, signal }: SimCommandIo): Promise<number> {
  const fleet = await startSimulatedFleet(options).catch((error: NodeJS.ErrnoException) => error);
  if (fleet instanceof Error) {
    stderr.write(`sim: ${startFailure(fleet)}\n`);
    return fleet.code === undefined || fleet.code === NOT_OWN ? 2 : 1;
  }
  const targets = describeEndpoints(fleet.miners);
  stderr.write(`sim: ${fleet.miners.length} simulated miners, profile ${options.profile}, seed ${options.seed}\n`);
  stdout.write(`${JSON.stringify({ ready: true, targets, miners: fleet.miners.length, pid: process.pid })}\n`);
  await aborted(signal);
  await fleet.stop();
  stderr.write('sim: stopped\n');
  return 0;
}

/**
 * The error for listening at an address that is not of this computer, or not in this network
 * namespace.
 */
const NOT_OWN = 'EADDRNOTAVAIL';

function startFailure(error: NodeJS.ErrnoException & { address?: string }): string {
  if (error.code === 'EADDRINUSE') return `--listen: ${error.message}: something listens there already`;
  if (error.code === NOT_OWN) {
    return `--listen: ${error.address} is not an address of this machine, and simulated miners listen only on its own`;
  }
  if (error.code === 'EMFILE') return `--listen: too many miners for this machine's limit of open files (ulimit -n)`;
  return error.message;
}

function readArguments(args: readonly string[]): SimArguments {
  const values = parse(args);
  if (values.listen === undefined) throw new WrongUsage('--listen is missing; try --help');
  const endpoints = named('--listen', () => parseEndpointRange(values.listen as string));
  return {
    endpoints,
    seed: number(
      '--seed',
      values.seed ?? String(seedOf(endpoints[0])),
      (n) => Number.isSafeInteger(n) && n >= 0,
      'a whole number',
    ),
    profile: named('--profile', () => knownProfile(values.profile ?? 'mixed')),
    faults: named('--faults', () => readableFaults(values.faults ?? '')),
    timeScale: number('--time-scale', values['time-scale'] ?? '1', (n) => n > 0 && n <= 100_000, 'above 0'),
  };
}

/** The same command gives the same farm; other addresses give another one. */
function seedOf(first: { readonly host: string; readonly port: number } | undefined): number {
  const octets = (first?.host ?? '').split('.').map(Number);
  const seed = octets.reduce((sum, octet) => (Math.imul(sum, 257) + octet) >>> 0, first?.port ?? 0);
  return seed % 1_000_000;
}

function parse(args: readonly string[]) {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      listen: option,
      seed: option,
      profile: option,
      faults: option,
      'time-scale': option,
      json: { type: 'boolean' },
    },
  });
  return values;
}

function knownProfile(name: string): string {
  if (!PROFILE_NAMES.includes(name)) throw new Error(`unknown profile "${name}"; known: ${PROFILE_NAMES.join(', ')}`);
  return name;
}

function readableFaults(spec: string): string {
  parseFaults(spec);
  return spec;
}

function number(argument: string, text: string, isRight: (n: number) => boolean, what: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!isRight(value)) throw new WrongUsage(`${argument}: "${text}" is not ${what}`);
  return value;
}

function named<T>(argument: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new WrongUsage(`${argument}: ${(error as Error).message}`);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) as string;
    if (line.length + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
