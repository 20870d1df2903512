/** How much more time whoever was missed, silent or slow gets in a second look. */
export const PATIENT_FACTOR = 4;
