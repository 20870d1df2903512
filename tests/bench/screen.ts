import { measureFleetScreen } from './fleet-screen.ts';
import { isFull, report } from './measure.ts';

/**
 * Ten thousand rows in a real Chromium, scrolled from end to end and back while a fifteenth of them
 * changes each second.
 */
const MINERS = 10_000;
const measures = await measureFleetScreen({
  miners: MINERS,
  scrollSeconds: isFull ? 60 : 30,
  idleSeconds: isFull ? 600 : 5,
});
const work = `${measures.frames} frames over ${MINERS.toLocaleString('en')} rows, live`;
report({
  rows_10k_first_rows_ms: { value: measures.first_rows_ms, note: 'from the reload of the page' },
  rows_10k_frame_p50_ms: { value: measures.frame_p50_ms, note: work },
  rows_10k_frame_max_ms: {
    value: Math.round(measures.frame_max_ms),
    note: `${work}; p99 ${measures.frame_p99_ms} ms, ${measures.frames_over_50_ms} over 50 ms`,
  },
  rows_10k_heap_growth_mb: {
    value: measures.heap_end_mb - measures.heap_start_mb,
    note: `from ${measures.heap_start_mb} MB, ${isFull ? 'ten minutes' : 'five seconds'} of updates later`,
  },
});
