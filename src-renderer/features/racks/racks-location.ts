import { formatHash } from '../../ui/hash-location.ts';

export const RACKS_PATH = '/racks';

/** The address of the screen that puts miners into a rack. */
export function formatRackLocation(rack: string): string {
  return formatHash({ path: RACKS_PATH, text: rack });
}
