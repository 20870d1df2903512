import { z } from 'zod';
import { event, SettingChanges } from './event-schema.ts';

const rack = z.string();

/** Events of rack descriptions. */
export const RACK_EVENTS = [
  event('rack_added', 'A rack was described.', { rack }),
  event('rack_changed', 'Size, power limit, PDU or switch of a rack were changed.', {
    rack,
    changes: SettingChanges,
  }),
  event('rack_removed', 'The description of a rack was removed. The places of its miners stay.', { rack }),
] as const;
