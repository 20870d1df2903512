import type { Fan } from '../../../../src-shared/model/index.ts';
import { integerWithin, isObject, items, word } from '../../fields.ts';

const MOST_FANS = 16;
const FASTEST_RPM = 50_000;
const LARGEST_FAN_ID = 1000;

/**
 * Parses `cooling.fans`: bare speeds on old builds, `{id, rpm}` on 1.2.0-rc3, with `status` since
 * rc5 and `max_rpm` since 1.2.6. A fan without an id gets its index; of two with the same id the
 * first is used.
 */
export function parseFans(value: unknown): Fan[] {
  const fans: Fan[] = [];
  for (const [index, item] of items(value, MOST_FANS).entries()) {
    const fan = isObject(item) ? item : { rpm: item };
    const fanId = integerWithin(fan['id'], 0, LARGEST_FAN_ID) ?? index;
    if (fans.some((known) => known.fan_id === fanId)) continue;
    fans.push({
      fan_id: fanId,
      rpm: integerWithin(fan['rpm'], 0, FASTEST_RPM),
      max_rpm: integerWithin(fan['max_rpm'], 1, FASTEST_RPM),
      status: word(fan['status']),
    });
  }
  return fans;
}
