import type { LoginBlock } from '../model/index.ts';

const TEXTS: Readonly<Record<LoginBlock, string>> = {
  task_manager: 'Switched off in the task manager of Windows, under Startup apps.',
  login_items: 'macOS waits for you to allow it, in System Settings > General > Login Items.',
  session_settings: "Switched off in your desktop's own settings for startup programs.",
};

/** The text that says what prevents the start at login, and where to change that. */
export function loginBlockText(block: LoginBlock): string {
  return TEXTS[block];
}
