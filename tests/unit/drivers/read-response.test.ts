import { expect, it } from 'vitest';
import type { HttpResponse } from '../../../src-main/drivers/http/transport.ts';
import { readPayload } from '../../../src-main/drivers/vnish/read-response.ts';

const WHERE = 'GET /api/v1/summary at 198.51.100.7:80';
const response = (status: number, body: string) => ({ status, body, headers: {} }) as unknown as HttpResponse;

it.each([
  [
    200,
    '<!DOCTYPE html><form>Login</form>',
    `${WHERE} does not exist on this firmware, or something on the way answers with a web page`,
  ],
  [404, '<html></html>', `${WHERE} does not exist on this firmware`],
])('does not blame the firmware alone for a web page with status %i', (status, body, message) => {
  expect(readPayload(response(status, body), WHERE, () => 1)).toMatchObject({
    ok: false,
    error: { code: 'not_found', message },
  });
});
