import { expect, it } from 'vitest';
import { Unsaved } from '../../../../src-renderer/ui/forms/unsaved.ts';

it('what is typed and not saved holds up the way to another screen, until that is answered', () => {
  const unsaved = new Unsaved();
  const went: string[] = [];
  unsaved.pass(() => went.push('saved'));
  expect(went).toEqual(['saved']);

  const release = unsaved.hold();
  unsaved.pass(() => went.push('stayed'));
  expect(unsaved.isConfirming()).toBe(true);
  unsaved.stay();
  expect([unsaved.isConfirming(), went]).toEqual([false, ['saved']]);

  unsaved.pass(() => went.push('left'));
  unsaved.leave();
  expect([unsaved.isConfirming(), went]).toEqual([false, ['saved', 'left']]);

  release();
  unsaved.pass(() => went.push('saved again'));
  expect(went).toEqual(['saved', 'left', 'saved again']);
});
