import { lazyPart } from '../../ui/loading/lazy-part.tsx';

/** The panel of a miner, loaded after the rows that it is opened from. */
export const MinerPanel = lazyPart(async () => (await import('./miner-panel.tsx')).MinerPanel);
