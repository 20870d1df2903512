/**
 * Defaults of the settings that are not whole numbers, by section. The other files of this folder
 * have those of whole numbers, with their bounds. A setting without a default is empty at first.
 */
export const SWITCHES_AND_TEXTS = {
  database: { path: './powerhive.db' },
  farm: { currency: 'USD' },
  display: { temperature_unit: 'celsius' },
  polling: { require_max_preset: true, manage_new: false },
  actions: { enabled: false },
  http: { enabled: false, addr: '127.0.0.1:8080' },
  notifications: { enabled: true, sound: true },
  log: { level: 'info' },
} as const;
