/** What the wrench beside the mark of a miner means. */
export const WRENCH_MEANS = 'in maintenance';

/** That a miner is in maintenance: "In maintenance until 14:00: fan swap". */
export function maintenanceText(until: string, reason: string): string {
  return `In maintenance until ${until}${reason === '' ? '' : `: ${reason}`}`;
}
