import { expect, it } from 'vitest';
import { recipientsOf } from '../../../../../src-renderer/features/incidents/rules/recipients.tsx';
import { Channel } from '../../../../../src-shared/model/index.ts';
import { sampleOf } from '../../../../fixtures/served/sample.ts';

const channel = (id: string, fields: Partial<Channel>): Channel => ({
  ...(sampleOf(Channel) as Channel),
  id,
  name: id,
  kind: 'telegram',
  enabled: true,
  min_severity: 'warning',
  quiet_hours: null,
  ...fields,
});
const KNOWN = [
  channel('phone', {}),
  channel('night', { min_severity: 'critical' }),
  channel('old', { enabled: false }),
  channel('alive', { kind: 'heartbeat' }),
];
const textsOf = (chosen: readonly string[]) => recipientsOf(KNOWN, chosen, 'warning').lines.map(({ text }) => text);

it('a rule that names channels notifies only these, at any severity', () => {
  expect(textsOf(['night'])).toEqual(['phone: not notified', 'night: at once', 'old: not notified, it is off']);
  expect(recipientsOf(KNOWN, ['night'], 'warning').isNoneOfChosen).toBe(false);
});

it.each([[[]], [['old']], [['deleted']]])(
  'all channels are notified by their severity where a rule names %j',
  (chosen) => {
    expect(textsOf(chosen)).toEqual([
      'phone: at once',
      'night: not notified, takes critical problems only',
      'old: not notified, it is off',
    ]);
    expect(recipientsOf(KNOWN, chosen, 'warning').isNoneOfChosen).toBe(chosen.length > 0);
  },
);
