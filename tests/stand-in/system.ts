import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { floor, strict } from './not-implemented.ts';
import { WebContents } from './web-contents.ts';

/** Events come from tests: `powerMonitor.emit('suspend')`. */
class PowerMonitor extends EventEmitter {
  onBatteryPower = false;

  isOnBatteryPower(): boolean {
    return this.onBatteryPower;
  }

  getSystemIdleTime(): number {
    return 0;
  }

  getSystemIdleState(_thresholdS: number): string {
    return 'active';
  }
}
Object.setPrototypeOf(PowerMonitor.prototype, floor('powerMonitor', EventEmitter.prototype));
export const powerMonitor = new PowerMonitor();

/** The system is light. Pages follow `themeSource`. */
class NativeTheme extends EventEmitter {
  #source: Electron.NativeTheme['themeSource'] = 'system';
  readonly shouldUseHighContrastColors = false;
  readonly shouldUseInvertedColorScheme = false;
  readonly inForcedColorsMode = false;
  readonly prefersReducedTransparency = false;

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }

  get shouldUseDarkColorsForSystemIntegratedUI(): boolean {
    return this.shouldUseDarkColors;
  }

  get themeSource(): Electron.NativeTheme['themeSource'] {
    return this.#source;
  }

  set themeSource(source: Electron.NativeTheme['themeSource']) {
    const dark = this.shouldUseDarkColors;
    this.#source = source;
    WebContents.setColorScheme(source === 'system' ? '' : source);
    if (this.shouldUseDarkColors !== dark) this.emit('updated');
  }
}
Object.setPrototypeOf(NativeTheme.prototype, floor('nativeTheme', EventEmitter.prototype));
export const nativeTheme = new NativeTheme();

const DISPLAY = {
  id: 1,
  label: 'Stand-in',
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1080 },
  size: { width: 1920, height: 1080 },
  workAreaSize: { width: 1920, height: 1080 },
  scaleFactor: 1,
  rotation: 0,
  internal: false,
  touchSupport: 'unavailable',
};

/** One display of 1920 x 1080. A test may replace these functions to have others. */
export const screen = strict(
  'screen',
  Object.assign(new EventEmitter(), {
    getAllDisplays: () => [DISPLAY],
    getPrimaryDisplay: () => DISPLAY,
    getDisplayMatching: (_rectangle: Electron.Rectangle) => DISPLAY,
    getDisplayNearestPoint: (_point: Electron.Point) => DISPLAY,
    getCursorScreenPoint: () => ({ x: 0, y: 0 }),
  }),
);

export const crashReporter = strict('crashReporter', { start(_options?: object): void {} });

/**
 * A utility process would need a second Node that speaks Electron's parentPort: a request for one
 * says so.
 */
export const utilityProcess = strict('utilityProcess', {});
