import { withoutLogin } from '../../../src-shared/pools/pool-address.ts';
import { redact } from '../../runtime/log/redact.ts';
import { parseJson } from '../http/describe-body.ts';
import type { HttpRequest } from '../http/transport.ts';
import type { FirmwareError } from '../outcome.ts';
import { fields, items } from '../parse-fields.ts';
import { credentialsIn } from './auth-headers.ts';

/** Names of secrets in request bodies: a password, an API key, and the password of a pool. */
const SECRET_FIELDS = new Set(['pw', 'key', 'pass']);

/** The secrets in the headers and anywhere in the body of a request. */
export function secretsIn({ headers = {}, body }: HttpRequest): readonly string[] {
  const parsed = body === undefined ? null : parseJson(body);
  return [...credentialsIn(headers), ...(parsed?.json === true ? secretFields(parsed.value) : [])];
}

/** A text about a response without the secrets of the request, which the host may have echoed. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.toSorted((a, b) => b.length - a.length).reduce((left, secret) => redact(left, secret), text);
}

/** Removes the secrets from all texts of a failure that are shown. */
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

/** The login that some operators put into the address of a pool, and its password. */
function loginIn(url: string): string[] {
  const scheme = /^[a-z][a-z\d+.-]*:\/\//i.exec(url)?.[0] ?? '';
  const login = url.slice(scheme.length, url.length - withoutLogin(url).slice(scheme.length).length - 1);
  return [login, login.slice(login.indexOf(':') + 1)];
}
