import { randomBytes } from 'node:crypto';

/**
 * A new API key: 32 lower-case hexadecimal characters. Firmware refuses every other form with 422
 * `Wrong apikey format`.
 */
export function generateApiKey(): string {
  return randomBytes(16).toString('hex');
}
