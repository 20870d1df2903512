import type { Fan } from '../../../../src-shared/model/index.ts';
import { integerWithin, isObject, items, word } from '../../parse-fields.ts';
import { numberParts } from './part-numbers.ts';

const MOST_FANS = 16;
const FASTEST_RPM = 50_000;
const LARGEST_FAN_ID = 1000;

/**
 * Parses `cooling.fans`: bare speeds on old builds, `{id, rpm}` on 1.2.0-rc3, with `status` since
 * rc5 and `max_rpm` since 1.2.6. Fans are numbered from 0.
 */
export function parseFans(value: unknown): Fan[] {
  const fans = items(value, MOST_FANS).map((item) => (isObject(item) ? item : { rpm: item }));
  return numberParts(fans, 0, LARGEST_FAN_ID).numbered.map(({ number, part }) => ({
    fan_id: number,
    rpm: integerWithin(part['rpm'], 0, FASTEST_RPM),
    max_rpm: integerWithin(part['max_rpm'], 1, FASTEST_RPM),
    status: word(part['status']),
  }));
}
