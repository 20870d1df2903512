/** The themes that can be chosen for a window. */
export const SCHEMES = [
  { value: 'auto', text: 'System' },
  { value: 'light', text: 'Light' },
  { value: 'dark', text: 'Dark' },
] as const;
