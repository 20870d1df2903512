/**
 * For the ref of a menu: its first item that can be chosen gets the focus, or the menu where none
 * can. By itself it would be the first item, which takes no focus if it is disabled: then no key
 * would reach the menu.
 */
export function focusFirstItem(menu: HTMLElement | null): void {
  const item = menu?.querySelector('[role="menuitem"]:not(:disabled)');
  if (item != null) item.setAttribute('data-autofocus', 'true');
  else setTimeout(() => menu?.focus({ preventScroll: true }));
}
