/** Either one suffices, except for sessions and keys, which require a token. */
export interface Credentials {
  readonly apiKey?: string | null;
  readonly token?: string | null;
}

const API_KEY_HEADER = 'x-api-key';
const TOKEN_HEADER = 'authorization';
/** Without it the token works only for some calls. */
const TOKEN_PREFIX = 'Bearer ';

/** The headers that carry the credentials of a request. */
export function authHeaders(credentials: Credentials | null): Record<string, string> {
  const headers: Record<string, string> = {};
  if (credentials?.apiKey) headers[API_KEY_HEADER] = credentials.apiKey;
  if (credentials?.token) headers[TOKEN_HEADER] = `${TOKEN_PREFIX}${credentials.token}`;
  return headers;
}

/** The credentials in the headers of a request. */
export function credentialsIn(headers: Readonly<Record<string, string>>): string[] {
  const { [API_KEY_HEADER]: apiKey, [TOKEN_HEADER]: token } = headers;
  return [apiKey, token?.replace(TOKEN_PREFIX, '')].filter((secret) => secret !== undefined);
}
