import { expect, it } from 'vitest';
import { guardLeaving } from '../../../../src-renderer/ui/forms/guard-leaving.ts';
import { Unsaved } from '../../../../src-renderer/ui/forms/unsaved.ts';

/** A page with a history, and the events of a browser in their order. */
class FakePage extends EventTarget {
  readonly entries: string[] = ['http://localhost/#/fleet', 'http://localhost/#/settings'];
  at = 1;
  readonly history = {
    pushState: (_state: unknown, _title: string, url: string) => {
      this.entries.splice(this.at + 1, Number.POSITIVE_INFINITY, url);
      this.at += 1;
    },
    back: () => {
      this.at -= 1;
      this.dispatchEvent(new Event('popstate'));
      this.dispatchEvent(new Event('hashchange'));
    },
  };
  get location(): URL {
    return new URL(this.entries[this.at] ?? '');
  }
}

function guarded(asksOnUnload = true) {
  const [page, unsaved] = [new FakePage(), new Unsaved()];
  guardLeaving(page as unknown as Window, unsaved, { asksOnUnload });
  const unload = (): boolean => page.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  return { page, unsaved, unload };
}

it('Back leaves a screen at once where all is saved', () => {
  const { page, unsaved } = guarded();
  page.history.back();
  expect([page.location.hash, unsaved.isConfirming()]).toEqual(['#/fleet', false]);
});

it('Back from unsaved changes is taken back and asked about, and goes there on "leave"', () => {
  const { page, unsaved } = guarded();
  unsaved.hold();
  page.history.back();
  expect([page.location.hash, unsaved.isConfirming()]).toEqual(['#/settings', true]);
  unsaved.stay();
  page.history.back();
  expect([page.location.hash, unsaved.isConfirming()]).toEqual(['#/settings', true]);
  unsaved.leave();
  expect([page.location.hash, unsaved.isConfirming()]).toEqual(['#/fleet', false]);
});

it('reload and closing are asked about in a browser while something is unsaved', () => {
  const { unsaved, unload } = guarded();
  expect(unload()).toBe(true);
  const release = unsaved.hold();
  expect(unload()).toBe(false);
  release();
  expect(unload()).toBe(true);

  const desktop = guarded(false);
  desktop.unsaved.hold();
  expect(desktop.unload()).toBe(true);
});
