import type * as Electron from 'electron';
import { strict } from './not-implemented.ts';

/** The options are the last argument: a window may stand before them. */
function optionsOf<T>(args: readonly unknown[]): T {
  return args.at(-1) as T;
}

function say(text: string): void {
  process.stderr.write(`electron stand-in: ${text}\n`);
}

/**
 * No user sees a dialog, so each is closed at once: with its default button, or as one that was
 * cancelled.
 */
export const dialog = strict('dialog', {
  async showMessageBox(...args: unknown[]): Promise<Electron.MessageBoxReturnValue> {
    return { response: dialog.showMessageBoxSync(...args), checkboxChecked: false };
  },
  showMessageBoxSync(...args: unknown[]): number {
    const { message, defaultId = 0 } = optionsOf<Electron.MessageBoxOptions>(args);
    say(`message box "${message}", answered with button ${defaultId}`);
    return defaultId;
  },
  showErrorBox(title: string, content: string): void {
    say(`error box "${title}"\n${content}`);
  },
  async showOpenDialog(..._args: unknown[]): Promise<Electron.OpenDialogReturnValue> {
    return { canceled: true, filePaths: [] };
  },
  async showSaveDialog(..._args: unknown[]): Promise<Electron.SaveDialogReturnValue> {
    return { canceled: true, filePath: '' };
  },
});
