import { refuseNow } from '../../api/refuse.ts';

export const PAUSED_WORDS = 'Monitoring is paused. Resume it first.';
export const PAUSED = refuseNow(PAUSED_WORDS);

export const NO_WINDOW = refuseNow('PowerHive runs without a window here: only the desktop app can do this.');
