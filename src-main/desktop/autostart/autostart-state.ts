import type { App } from 'electron';
import type { LoginBlock } from '../../../src-shared/model/index.ts';

/**
 * Whether PowerHive starts at login. `login_blocked_by`: what prevents it although it is
 * registered.
 */
export interface AutostartState {
  readonly open_at_login: boolean;
  readonly login_blocked_by: LoginBlock | null;
}

/**
 * Start at login, in the tray. The state is read from the system each time, because the operator
 * can change it there.
 */
export interface Autostart {
  state(): AutostartState;
  /** Throws if the system refuses. */
  set(on: boolean): void;
}

export type LoginItems = Pick<
  App,
  'getAppPath' | 'getLoginItemSettings' | 'isPackaged' | 'name' | 'setLoginItemSettings'
>;

export const NOT_REGISTERED: AutostartState = { open_at_login: false, login_blocked_by: null };
export const STARTS_AT_LOGIN: AutostartState = { open_at_login: true, login_blocked_by: null };
