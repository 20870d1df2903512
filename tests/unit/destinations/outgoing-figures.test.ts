import { expect, it } from 'vitest';
import { OUTGOING_BOARD_FIGURES, OUTGOING_MINER_FIGURES } from '../../../src-main/destinations/outgoing-figures.ts';
import { READINGS } from '../../../src-main/destinations/postgres/rows.ts';
import { renderMinerMetrics } from '../../../src-main/serve/miner-metrics.ts';
import { momentOf } from '../../../src-shared/miner/miner-now.ts';
import { minerRow, NOW, status } from '../renderer/miner-row.ts';

it('has the figures in the order of the columns in PostgreSQL', () => {
  const miner = Object.keys(READINGS.statuses.columns);
  expect(miner.slice(-OUTGOING_MINER_FIGURES.length)).toEqual(OUTGOING_MINER_FIGURES.map(({ key }) => key));
  const board = Object.keys(READINGS.boards.columns);
  expect(board.slice(-OUTGOING_BOARD_FIGURES.length)).toEqual(OUTGOING_BOARD_FIGURES.map(({ key }) => key));
});

it('has the names of a miner that a scrape has', async () => {
  const miner = minerRow({ algorithm: 'sha256d', latest_status: status({}) });
  const text = await renderMinerMetrics([miner], momentOf(NOW, 15));
  const scraped = [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name);
  expect(scraped).toEqual(expect.arrayContaining(OUTGOING_MINER_FIGURES.map(({ series }) => series)));
});
