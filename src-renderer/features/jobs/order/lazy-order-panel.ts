import { lazyPart } from '../../../ui/loading/lazy-part.tsx';

/** The preview of an action, loaded after the rows that it is opened from. */
export const OrderPanel = lazyPart(async () => (await import('./order-panel.tsx')).OrderPanel);
