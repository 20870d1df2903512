import { strictClass } from './not-implemented.ts';
import { originOf } from './schemes.ts';

/** The one frame of a page that has a preload. */
export class WebFrameMain {
  url = '';
  #destroyed = false;
  readonly parent = null;
  readonly frames: readonly WebFrameMain[] = [];
  readonly name = '';
  readonly detached = false;
  readonly processId = 1;
  readonly routingId = 1;

  get origin(): string {
    return originOf(this.url);
  }

  get top(): WebFrameMain {
    return this;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  static destroy(frame: WebFrameMain): void {
    frame.#destroyed = true;
  }
}
strictClass('webFrameMain', WebFrameMain);
