import { lazyPart } from '../../../ui/loading/lazy-part.tsx';
import type { BulkBarProps } from './bulk-actions.tsx';

const BulkActions = lazyPart(async () => (await import('./bulk-actions.tsx')).BulkActions, { isOverlay: true });

/** Actions for the selected miners. It stays until the operator has read the result. */
export function BulkBar(props: BulkBarProps) {
  const { miners, hiddenCount, bulk } = props;
  if (miners.length + hiddenCount === 0 && bulk.progress === null && bulk.result === null) return null;
  return <BulkActions {...props} />;
}
