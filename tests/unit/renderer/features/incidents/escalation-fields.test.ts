import { expect, it } from 'vitest';
import { draftOf, escalationOf } from '../../../../../src-renderer/features/incidents/rules/escalation-fields.tsx';

it('an escalation that is not edited is saved as it is, also where its seconds are no minutes', () => {
  const kept = { after_seconds: 90, channels: ['boss'] };
  const draft = draftOf(kept);
  expect(escalationOf(draft, kept)).toEqual(kept);
  expect(escalationOf({ ...draft, channels: ['night'] }, kept)).toEqual({ after_seconds: 90, channels: ['night'] });
  expect(escalationOf({ ...draft, minutes: 5 }, kept)).toEqual({ after_seconds: 300, channels: ['boss'] });
  expect(escalationOf({ ...draft, channels: [] }, kept)).toBeNull();
  expect(escalationOf(draftOf(null), null)).toBeNull();
});
