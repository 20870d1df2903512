import { formatPlace } from '../../ui/hash-location.ts';

export const RACKS_PATH = '/racks';

/** The address at which miners are put into a rack. */
export function formatRackPlace(rack: string): string {
  return formatPlace({ path: RACKS_PATH, text: rack });
}
