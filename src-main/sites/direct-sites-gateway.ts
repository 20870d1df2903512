import { ORPCError } from '@orpc/client';
import { checkedResponse, procedureAt } from './checked-responses.ts';
import { inputForOlder } from './older-inputs.ts';
import { type SiteAccess, type SiteClient, siteClient } from './site-client.ts';
import { passedOn } from './site-failure.ts';
import { type NextEventRequest, SiteStreams } from './site-streams.ts';
import { textOf } from './text-for-page.ts';

/** One call of the contract at a site. */
export interface SiteRequest extends SiteAccess {
  /** The site's name here, for the texts of failures. */
  readonly name: string;
  /** Such as `miners.list`. */
  readonly path: string;
  readonly input: unknown;
}

/**
 * The response of a site as JSON text. It is checked against the contract here, and parsed again
 * only in the page. `text` is null if the call returns nothing, or at the end of a stream. A
 * failure is plain data, because it crosses threads.
 */
export type SiteResponse =
  | { readonly ok: true; readonly text: string | null }
  | {
      readonly ok: false;
      readonly failure: {
        readonly code: string;
        readonly status: number;
        readonly message: string;
        readonly data: unknown;
      };
    };

/** `data` of a larger refusal is dropped. */
const MOST_DATA_CHARACTERS = 65_536;
const MOST_CLIENTS = 100;

type Calls = Readonly<Record<string, Record<string, (input: unknown, options: object) => Promise<unknown>>>>;

/**
 * Sends requests to sites in the thread that creates it. It reads, parses and checks responses of
 * up to 16 MB and events of up to 8 MB. Never rejects.
 */
export class DirectSitesGateway {
  readonly #clients = new Map<string, SiteClient>();
  readonly #streams = new SiteStreams((access) => this.#clientOf(access));

  async send({ url, token, name, path, input }: SiteRequest, signal: AbortSignal): Promise<SiteResponse> {
    const [group = '', call = ''] = path.split('.');
    const procedure = procedureAt(path) ?? { output: undefined, isRead: false };
    try {
      const calls = this.#clientOf({ url, token }) as unknown as Calls;
      const send = (given: unknown) => calls[group]?.[call]?.(given, { signal });
      const response = await send(input)?.catch((error: unknown) => {
        const older = procedure.isRead ? inputForOlder(path, input, error) : null;
        if (older === null) throw error;
        return send(older);
      });
      const checked = checkedResponse(response, procedure);
      return { ok: true, text: checked === undefined ? null : textOf(checked) };
    } catch (error) {
      return { ok: false, failure: failureOf(passedOn(error, name, procedure)) };
    }
  }

  /** The next event of a live stream. The first call opens the stream. */
  async nextEvent(request: NextEventRequest, signal: AbortSignal): Promise<SiteResponse> {
    try {
      return { ok: true, text: await this.#streams.next(request, signal) };
    } catch (error) {
      return { ok: false, failure: failureOf(passedOn(error, request.name, { isRead: true })) };
    }
  }

  leave(stream: string): void {
    this.#streams.leave(stream);
  }

  /** Ends all streams. */
  close(): void {
    this.#streams.close();
  }

  /** Clients are reused, because each keeps its connections open. */
  #clientOf(access: SiteAccess): SiteClient {
    const key = `${access.url} ${access.token}`;
    const known = this.#clients.get(key);
    if (known !== undefined) return known;
    if (this.#clients.size >= MOST_CLIENTS) this.#clients.clear();
    const client = siteClient(access);
    this.#clients.set(key, client);
    return client;
  }
}

function failureOf(error: unknown): Extract<SiteResponse, { ok: false }>['failure'] {
  if (!(error instanceof ORPCError))
    return { code: 'BAD_GATEWAY', status: 502, message: String(error), data: undefined };
  const { code, status, message, data } = error;
  const isSmall = (JSON.stringify(data) ?? '').length <= MOST_DATA_CHARACTERS;
  return { code, status, message, data: isSmall ? data : undefined };
}
