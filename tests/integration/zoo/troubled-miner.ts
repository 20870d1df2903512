import type { IncomingMessage, ServerResponse } from 'node:http';
import { fixtureText } from '../../unit/drivers/fixture.ts';
import type { Recorded, ThreadReply } from './recording-host.ts';

/**
 * Responds to one request instead of the miner, or returns false: then the miner gives its correct
 * response.
 */
export type Trouble = (
  request: Recorded,
  response: ServerResponse,
  message: IncomingMessage,
  miner: TroubledMiner,
) => boolean;

/**
 * A miner that responds like the recorded one of 1.2.6, except for one problem. It knows its own
 * password, keys and sessions.
 */
export class TroubledMiner {
  mac: string;
  /** Its hash rate: it identifies its readings. */
  readonly hashrateGhs: number;
  readonly password: string;
  readonly keys = new Map<string, string>();
  readonly #trouble: Trouble;
  /** Whether a new session ends the previous one. */
  readonly #singleSession: boolean;
  #tokens: string[] = [];
  #made = 0;

  constructor(number: number, trouble: Trouble = () => false, options: { singleSession?: boolean } = {}) {
    this.mac = `02:66:00:00:00:${number.toString(16).padStart(2, '0')}`;
    this.hashrateGhs = 50_000 + number;
    this.password = `password-${number}-of-the-zoo`;
    this.#trouble = trouble;
    this.#singleSession = options.singleSession ?? false;
  }

  /** Everything that only it and PowerHive may know. */
  secrets(): string[] {
    return [this.password, ...this.keys.keys(), ...this.#tokens];
  }

  readonly answer: ThreadReply = (request, response, message) => {
    if (this.#trouble(request, response, message, this)) return;
    const [status, body] = this.#answer(request);
    response.writeHead(status).end(body);
  };

  info(): string {
    return fixtureText('1.2.6', 'info').replace('02:95:23:00:00:01', this.mac.toUpperCase());
  }

  summary(): string {
    return fixtureText('1.2.6', 'summary').replace('91231.5', String(this.hashrateGhs));
  }

  #answer({ method, path, body, whole }: Recorded): [status: number, body: string] {
    const endpoint = path.replace('/api/v1/', '').replace(/\?.*/, '');
    const isOpen = this.#isAuthorized(whole);
    switch (`${method} ${endpoint}`) {
      case 'GET info':
        return [200, this.info()];
      case 'GET summary':
        return [200, isOpen ? this.summary() : this.summary().replaceAll('farm.1', '*****')];
      case 'GET model':
      case 'GET perf-summary':
      case 'GET chains':
      case 'GET metrics':
        return [200, fixtureText('1.2.6', endpoint)];
      case 'POST unlock':
        return [200, JSON.stringify({ token: this.#makeToken() })];
      case 'POST lock':
        return [200, ''];
    }
    if (!isOpen) return [401, ''];
    switch (`${method} ${endpoint}`) {
      case 'GET apikeys':
        return [200, JSON.stringify([...this.keys].map(([key, description]) => ({ key, description })))];
      case 'POST apikeys': {
        const { key, description } = JSON.parse(body) as Record<'key' | 'description', string>;
        this.keys.set(key, description);
        return [200, '{"status":"inserted"}'];
      }
      case 'GET autotune/presets':
        return [200, fixtureText('1.2.6', 'autotune-presets')];
      default:
        return [404, ''];
    }
  }

  #makeToken(): string {
    this.#made += 1;
    const token = `token${this.#made}of${this.mac.replaceAll(':', '')}`;
    this.#tokens = this.#singleSession ? [token] : [...this.#tokens, token];
    return token;
  }

  #isAuthorized(whole: string): boolean {
    return [...this.keys.keys(), ...this.#tokens].some((secret) => whole.includes(secret));
  }
}

export function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}
