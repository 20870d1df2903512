/**
 * Fields that are redacted in log lines, at the top level and one level deeper. The text of a
 * message is not searched.
 */
export const SECRET_FIELDS = [
  'unlock_pass',
  'api_key',
  'apiKey',
  'token',
  'password',
  'pass',
  'pw',
  'secret',
  'authorization',
];
