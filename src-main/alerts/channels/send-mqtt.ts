import { randomBytes } from 'node:crypto';
import { isIP, connect as openTcp, type Socket } from 'node:net';
import { connect as openTls } from 'node:tls';
import { MqttClient } from 'mqtt';
import { cutTo } from '../../../src-shared/text/cut-to.ts';
import { oneLine, redact } from '../../runtime/log/redact.ts';
import { errorCode, networkFailureKind } from '../../runtime/network-failure-kind.ts';
import { connectionWords, STOPPED_WORDS } from './connection-words.ts';
import { messageJson } from './message-json.ts';
import { failed, type Sender, type ServerTrust } from './sender.ts';

/** The first byte of a broker's first packet, CONNACK (MQTT 3.1.1, 3.2.1). */
const CONNACK = 0x20;

/**
 * A broker answers with a few bytes to what is published. One that sends more must not fill the
 * memory: a packet may announce 256 MB.
 */
const MOST_ANSWER_BYTES = 65_536;

/** Why a broker refuses a login (MQTT 3.1.1, table 3.1). */
const REFUSALS: Readonly<Record<number, string>> = {
  1: 'does not speak MQTT 3.1.1',
  2: 'refused the client ID of PowerHive',
  3: 'is not available now',
  4: 'refused the login: check user and password',
  5: 'refused the login: the user may not connect',
};

interface Broker {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
}

/** Publishes the JSON of the webhook to a topic, with QoS 1 and not retained. Never subscribes. */
export function createMqttSender(trust?: ServerTrust): Sender {
  return async (message, { settings, secret, site, signal, timeoutMs, beforeTransmit }) => {
    const broker = brokerOf(String(settings['url']));
    const topic = String(settings['topic']);
    const user = settings['user'];
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const ended = Promise.withResolvers<never>();
    ended.promise.catch(() => undefined);
    const socket = open(broker, trust);
    let step: Step = 'connect';
    socket.once(broker.isTls ? 'secureConnect' : 'connect', () => {
      step = 'login';
    });
    // Checked before the client reads it: its errors for other protocols help no operator.
    socket.once('data', ([first]: Buffer) => {
      if (first !== CONNACK) ended.reject(new NoBroker());
    });
    let answered = 0;
    socket.on('data', (part: Buffer) => {
      answered += part.length;
      if (answered <= MOST_ANSWER_BYTES) return;
      ended.reject(new TooMuch());
      socket.destroy();
    });
    const client = new MqttClient(() => socket, {
      clientId: `powerhive${randomBytes(6).toString('hex')}`,
      protocolVersion: 4,
      clean: true,
      keepalive: 0,
      reconnectPeriod: 0,
      // So that our own limit is reached first.
      connectTimeout: 2 * timeoutMs,
      ...(typeof user === 'string' && { username: user, ...(secret !== null && { password: secret }) }),
    });
    client.on('error', ended.reject);
    client.on('close', () => ended.reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
    const stop = (): void => {
      ended.reject(limit.reason);
      socket.destroy();
    };
    if (limit.aborted) stop();
    else limit.addEventListener('abort', stop, { once: true });
    try {
      await Promise.race([ended.promise, new Promise<void>((resolve) => client.once('connect', () => resolve()))]);
      await beforeTransmit();
      step = 'publish';
      await Promise.race([
        ended.promise,
        client.publishAsync(topic, messageJson(message, site), { qos: 1, retain: false }),
      ]);
      client.end();
      return { ok: true, ref: null };
    } catch (error) {
      client.end(true);
      socket.destroy();
      return failed(
        redact(signal.aborted ? STOPPED_WORDS : failureWords(broker, error, { topic, step, timeoutMs }), secret),
      );
    }
  };
}

type Step = 'connect' | 'login' | 'publish';

class NoBroker extends Error {}
class TooMuch extends Error {}

function brokerOf(text: string): Broker {
  const { protocol, hostname, port } = new URL(text);
  const isTls = protocol === 'mqtts:';
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (isTls ? 8883 : 1883), isTls };
}

function open({ host, port, isTls }: Broker, trust: ServerTrust | undefined): Socket {
  if (!isTls) return openTcp({ host, port });
  return openTls({
    host,
    port,
    minVersion: 'TLSv1.2',
    ...(isIP(host) === 0 && { servername: host }),
    ...(trust !== undefined && { ca: trust.ca }),
  });
}

function failureWords(
  { host, port, isTls }: Broker,
  error: unknown,
  { topic, step, timeoutMs }: { readonly topic: string; readonly step: Step; readonly timeoutMs: number },
): string {
  const at = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  if (error instanceof NoBroker) return `${at} is no MQTT broker${isTls ? '' : ', or wants mqtts://'}`;
  if (error instanceof TooMuch) return `${at} sends more than a broker does that is only published to`;
  const { code, message } = error as Error & { code?: unknown };
  const kind = networkFailureKind(errorCode(error));
  if (kind === 'timeout') {
    const seconds = Math.max(1, Math.round(timeoutMs / 1000));
    return step === 'connect'
      ? `No connection to ${at} within ${seconds} s`
      : `No answer from ${at} within ${seconds} s`;
  }
  if (kind === 'cut' && step === 'publish')
    return `${at} closed the connection without accepting the message: may the user publish to ${topic}?`;
  // A server that is no broker, or uses the other protocol, often sends nothing at all.
  if (kind === 'cut')
    return `${connectionWords(kind, at)}: no MQTT broker, or one that wants ${isTls ? 'mqtt://' : 'mqtts://'}`;
  if (kind !== null) return connectionWords(kind, at);
  if (typeof code === 'number') return `${at} ${REFUSALS[code] ?? `refused the connection (${code})`}`;
  if (isTls && /^(EPROTO|ERR_SSL_)/.test(errorCode(error))) return `${at} offers no encrypted connection that is valid`;
  return `${at}: ${cutTo(oneLine(message), 160)}`;
}
