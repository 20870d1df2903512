import { withoutLogin } from '../../../src-shared/pool-address.ts';
import { redact } from '../../runtime/redact.ts';
import { fields, items } from '../fields.ts';
import { parseJson } from '../http/describe-body.ts';
import type { HttpRequest } from '../http/transport.ts';
import type { FirmwareError } from '../outcome.ts';

/** A password, an API key, and the password of a pool, by their names in the bodies of requests. */
const SECRET_FIELDS = new Set(['pw', 'key', 'pass']);
const BEARER = /^Bearer /;

/** The secrets that a request carries: in its headers, and anywhere in its body. */
export function secretsIn({ headers = {}, body }: HttpRequest): readonly string[] {
  const { 'x-api-key': apiKey = null, authorization = null } = headers;
  const sent = [apiKey, authorization?.replace(BEARER, '') ?? null].filter((secret) => secret !== null);
  const parsed = body === undefined ? null : parseJson(body);
  return [...sent, ...(parsed?.json === true ? secretFields(parsed.value) : [])];
}

/** A text about a response, without what its host was sent in confidence and may have repeated. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.toSorted((a, b) => b.length - a.length).reduce((left, secret) => redact(left, secret), text);
}

/** The same of a failure: of all in it that is shown. */
export function failureWithout(error: FirmwareError, secrets: readonly string[]): FirmwareError {
  const { message, what } = error;
  return {
    ...error,
    message: withoutSecrets(message, secrets),
    ...(what !== undefined && { what: withoutSecrets(what, secrets) }),
  };
}

function secretFields(value: unknown): string[] {
  const inside = Array.isArray(value) ? items(value, value.length) : Object.values(fields(value));
  const here = Object.entries(fields(value)).flatMap(([name, one]) =>
    typeof one !== 'string' ? [] : SECRET_FIELDS.has(name) ? [one] : name === 'url' ? loginIn(one) : [],
  );
  return [...here, ...inside.flatMap(secretFields)];
}

/** The login that some put into the address of a pool, and the password in it. */
function loginIn(url: string): string[] {
  const scheme = /^[a-z][a-z\d+.-]*:\/\//i.exec(url)?.[0] ?? '';
  const login = url.slice(scheme.length, url.length - withoutLogin(url).slice(scheme.length).length - 1);
  return [login, login.slice(login.indexOf(':') + 1)];
}
