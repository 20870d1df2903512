/** What quiet hours are at first when an operator switches them on. */
export const FIRST_QUIET_HOURS = { from: '22:00', to: '07:00' } as const;
