import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { strictClass } from './not-implemented.ts';

/** Not shown. record.cjs notes it; a test clicks it with `emit('click')`. */
export class Notification extends EventEmitter {
  title: string;
  subtitle: string;
  body: string;
  silent: boolean;
  hasReply: boolean;
  replyPlaceholder: string;
  urgency: NonNullable<Electron.NotificationConstructorOptions['urgency']>;
  timeoutType: NonNullable<Electron.NotificationConstructorOptions['timeoutType']>;
  sound: string;
  actions: Electron.NotificationAction[];
  closeButtonText: string;
  toastXml: string;
  #shown = false;

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super();
    this.title = options.title ?? '';
    this.subtitle = options.subtitle ?? '';
    this.body = options.body ?? '';
    this.silent = options.silent ?? false;
    this.hasReply = options.hasReply ?? false;
    this.replyPlaceholder = options.replyPlaceholder ?? '';
    this.urgency = options.urgency ?? 'normal';
    this.timeoutType = options.timeoutType ?? 'default';
    this.sound = options.sound ?? '';
    this.actions = options.actions ?? [];
    this.closeButtonText = options.closeButtonText ?? '';
    this.toastXml = options.toastXml ?? '';
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    this.#shown = true;
    setImmediate(() => this.emit('show', {}));
  }

  close(): void {
    if (!this.#shown) return;
    this.#shown = false;
    setImmediate(() => this.emit('close', {}));
  }
}
strictClass('Notification', Notification);
