/** Factor of the timeouts when a missed, silent or slow host is checked again. */
export const PATIENT_FACTOR = 4;
