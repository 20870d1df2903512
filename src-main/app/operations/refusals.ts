import { refuseNow } from '../../api/refuse.ts';

export const PAUSED = refuseNow('Watching is paused. Resume it first.');

export const NO_WINDOW = refuseNow('PowerHive runs without a window here: only the desktop app can do this.');
