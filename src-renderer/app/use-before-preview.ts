import { useState } from 'react';
import { useHashSearch } from '../ui/hash-location.ts';

/**
 * The address from which the preview was opened, to which closing it leads back. Null if that is not
 * known, or was the fleet, which stays behind a preview.
 */
export function useBeforePreview(path: string, isPreview: boolean): string | null {
  const search = useHashSearch();
  const [before, setBefore] = useState<string | null>(null);
  const here = path.startsWith('/fleet') ? null : search === '' ? path : `${path}?${search}`;
  const next = isPreview ? before : here;
  if (next !== before) setBefore(next);
  return next;
}
