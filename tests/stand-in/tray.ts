import { EventEmitter } from 'node:events';
import type { Menu } from './menu.ts';
import { strictClass } from './not-implemented.ts';
import { requireReady } from './runtime.ts';

/** Not drawn anywhere. record.cjs notes what it is given; a test clicks it with `emit('click')`. */
export class Tray extends EventEmitter {
  #destroyed = false;
  #title = '';

  constructor(image: unknown, _guid?: string) {
    requireReady('Cannot create Tray before app is ready');
    super();
    this.setImage(image);
  }

  #check(): void {
    if (this.#destroyed) throw new TypeError('Tray is destroyed');
  }

  setImage(image: unknown): void {
    this.#check();
    if (image === undefined || image === null) throw new TypeError('Error processing argument at index 0');
  }

  setPressedImage(_image: unknown): void {
    this.#check();
  }

  setToolTip(_toolTip: string): void {
    this.#check();
  }

  setTitle(title: string): void {
    this.#check();
    this.#title = title;
  }

  getTitle(): string {
    return this.#title;
  }

  setContextMenu(_menu: Menu | null): void {
    this.#check();
  }

  popUpContextMenu(_menu?: Menu): void {
    this.#check();
  }

  closeContextMenu(): void {
    this.#check();
  }

  setIgnoreDoubleClickEvents(_ignore: boolean): void {}

  getBounds(): { x: number; y: number; width: number; height: number } {
    return { x: 0, y: 0, width: 0, height: 0 };
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  destroy(): void {
    this.#destroyed = true;
  }
}
strictClass('Tray', Tray);
