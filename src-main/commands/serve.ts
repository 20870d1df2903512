import { constants, existsSync, statSync } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { type App, createApp } from '../app/app.ts';
import { ConfigError, readConfig } from '../config/config-file.ts';
import { type DataFolder, databasePath } from '../config/data-folder.ts';
import { removeRunningFile, writeRunningFile } from '../config/running-file.ts';
import { tightenDataFolder } from '../runtime/files/private-file.ts';
import { openLog } from '../runtime/log/log.ts';
import { endByForce, HANGS, stopOnUncaught } from '../runtime/uncaught-errors.ts';
import { readVersion } from '../runtime/version.ts';
import { EncryptedElsewhereError, KeyFileError, openKeyFileBox } from '../secrets/secret-box.ts';
import { curlLine } from '../serve/curl-line.ts';
import { openApiText } from '../serve/openapi.ts';
import { listenAddress, type RunningServer, screensUrl, startServer } from '../serve/server.ts';
import { readToken } from '../serve/token-file.ts';
import { StoreError } from '../store/store-error.ts';
import { CommandError, type CommandIo, EXIT, usageError } from './shared/command.ts';
import { chosenFolder, readOptions, wholeNumber } from './shared/options.ts';
import { USAGE } from './shared/usage.ts';

/**
 * Runs the program without a window until it gets a signal to stop: loops, database, and REST,
 * WebSocket and screens on loopback.
 */
export async function runServe(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = readOptions(args, {
    data: { type: 'string' },
    config: { type: 'string' },
    port: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  if (positionals.length > 0) throw usageError(`unexpected argument "${positionals[0]}": ${USAGE.serve}`);
  const port = wholeNumber('--port', values.port, { least: 0, most: 65_535 });
  const folder = chosenFolder(values.data);
  if (values.config !== undefined && !existsSync(values.config))
    throw usageError(`--config: there is no file ${values.config}`);
  return serve({ ...folder, ...(values.config !== undefined && { configFile: values.config }) }, port, io);
}

/** Serves one data folder. If `port` is null, the one in the configuration is used. */
export async function serve(folder: DataFolder, port: number | null, io: CommandIo): Promise<number> {
  await prepareFolder(folder.path);
  const running = await open(folder, port, io);
  const { app, server, log } = running;
  try {
    await writeRunningFile(folder.runningFile, server.url, log);
    app.hostPorts.rest = {
      status: async () => ({
        url: server.url,
        trouble: null,
        always_on: true,
        token_file: folder.tokenFile,
        curl_line: curlLine(server.url, folder.tokenFile, process.platform),
      }),
      document: () => openApiText(running.version),
    };
    app.start();
    await announce(running, folder, io);
    await untilAborted(AbortSignal.any([io.signal, running.broken]));
  } finally {
    await stop(running, folder);
  }
  return running.broken.aborted ? EXIT.failed : EXIT.done;
}

/** The parts of the running program. */
interface Running {
  readonly app: App;
  readonly server: RunningServer;
  readonly version: string;
  readonly log: Logger;
  readonly closeLog: () => Promise<void>;
  readonly forgetUncaught: () => void;
  /** Aborts after a fatal failure. */
  readonly broken: AbortSignal;
}

async function prepareFolder(path: string): Promise<void> {
  if (existsSync(path) && !statSync(path).isDirectory()) {
    throw usageError(`the data folder ${path} is a file. Name a folder with --data`);
  }
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await access(path, constants.W_OK);
  } catch (error) {
    throw new CommandError(
      `The data folder ${path} cannot be written (${(error as Error).message}). PowerHive keeps everything there: let this user write it, or name another with --data.`,
    );
  }
}

/** Opens settings and log, and then database and server at once. */
async function open(folder: DataFolder, port: number | null, io: CommandIo): Promise<Running> {
  const settings = await readConfig(folder.configFile).catch((error: unknown) => {
    throw error instanceof ConfigError ? usageError(error.message) : error;
  });
  tightenDataFolder(folder, databasePath(folder, settings.database.path));
  const version = readVersion();
  const { log, close: closeLog } = await openLog({
    level: settings.log.level,
    file: folder.logFile,
    stderr: io.stderr,
  });
  const broken = new AbortController();
  const onFatal = (): void => broken.abort();
  const forgetUncaught = stopOnUncaught(log, onFatal);
  const opening = (async () =>
    createApp({ folder, settings, secrets: openKeyFileBox(folder.keyFile), log, version, onFatal }))();
  const configured = listenAddress(settings.http.addr);
  // A page that is open already loads its screens while the database is read.
  const listening = startServer({
    program: opening,
    ...configured,
    port: port ?? configured.port,
    tokenFile: folder.tokenFile,
    screensDir: fileURLToPath(new URL('../renderer', import.meta.url)),
    version,
    log,
  });
  await Promise.allSettled([opening, listening]);
  try {
    const [app, server] = [await opening, await listening];
    return { app, server, version, log, closeLog, forgetUncaught, broken: broken.signal };
  } catch (error) {
    // Otherwise the handlers would catch the error that must end the command.
    forgetUncaught();
    await listening.then((server) => server.stop(0)).catch(() => undefined);
    await opening.then((app) => app.stop()).catch(() => undefined);
    await closeLog();
    const isForOperator = [StoreError, EncryptedElsewhereError, KeyFileError].some((kind) => error instanceof kind);
    throw isForOperator ? new CommandError((error as Error).message) : error;
  }
}

/** Announces the start: for the operator on stderr, for the parent process on stdout. */
async function announce({ server, version }: Running, { tokenFile }: DataFolder, io: CommandIo): Promise<void> {
  // The token is only for a terminal: a service manager or a file stores the output, and others may
  // read it.
  const isTerminal = (io.stderr as Partial<NodeJS.WriteStream>).isTTY === true;
  const invitation = isTerminal
    ? `Open ${screensUrl(server, (await readToken(tokenFile)) ?? '')}`
    : `Open ${server.url} with the access token in ${tokenFile}`;
  io.stderr.write(`PowerHive ${version} is ready. ${invitation}\n`);
  const ready = { ready: true, url: server.url, token_file: tokenFile, pid: process.pid };
  io.stdout.write(`${JSON.stringify(ready)}\n`);
}

async function stop(running: Running, folder: DataFolder): Promise<void> {
  const { app, server, log, closeLog, forgetUncaught } = running;
  log.info('Stopping');
  await server.stop(1500);
  const isOver = await app.stop();
  await removeRunningFile(folder.runningFile, log);
  log.info('Stopped');
  forgetUncaught();
  if (!isOver) log.fatal(HANGS);
  await closeLog();
  if (!isOver) endByForce();
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
