import type { Logger } from 'pino';
import type { Actor } from '../../src-shared/model/index.ts';
import type { App as PowerHive } from '../app/app.ts';
import type { TaskGroup } from '../runtime/task-group.ts';
import type { LaunchRequest } from './launch-request.ts';
import type { TrayAction } from './tray/tray-model.ts';
import type { MainWindow } from './window/main-window.ts';
import { incidentRoute, ROUTES } from './window/screen-routes.ts';

export interface DesktopActionsOptions {
  readonly powerhive: Pick<PowerHive, 'operations' | 'pause' | 'resume'>;
  readonly window: Pick<MainWindow, 'show'>;
  readonly actor: Actor;
  readonly tasks: TaskGroup;
  readonly quit: () => void;
  readonly log: Logger;
}

/** What the person at this computer requests outside the window: tray, menu, a second start. */
export class DesktopActions {
  readonly #options: DesktopActionsOptions;

  constructor(options: DesktopActionsOptions) {
    this.#options = options;
  }

  rescan(): void {
    const { powerhive, actor, log } = this.#options;
    const result = powerhive.operations.scans.start({}, { actor });
    if (!result.ok) log.info(result.refusal.message);
  }

  /** Carries out a second start, or a link. */
  carryOut(request: LaunchRequest): void {
    if (request.rescan) this.rescan();
    if (!request.hidden) this.#options.window.show(request.route);
  }

  onTray(action: TrayAction): void {
    const { powerhive, window, actor, tasks, quit } = this.#options;
    if (action.kind === 'open') window.show();
    else if (action.kind === 'open_incident') window.show(incidentRoute(action.id));
    else if (action.kind === 'open_incidents') window.show(ROUTES.incidents);
    else if (action.kind === 'rescan') this.rescan();
    else if (action.kind === 'pause') powerhive.pause('operator', actor);
    else if (action.kind === 'resume') powerhive.resume('operator', actor);
    else if (action.kind === 'open_at_login') tasks.run(() => this.#setOpenAtLogin(action.on));
    else quit();
  }

  async #setOpenAtLogin(on: boolean): Promise<void> {
    const { powerhive, actor, log } = this.#options;
    const result = await powerhive.operations.desktop.setOpenAtLogin({ on }, { actor });
    if (!result.ok) log.warn(`The start at login was not changed: ${result.refusal.message}`);
  }
}
