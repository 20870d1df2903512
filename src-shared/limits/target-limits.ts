/**
 * Addresses in one target without `force`: more are more likely a typing error than a farm.
 */
export const MOST_TARGET_ADDRESSES = 65_536;
