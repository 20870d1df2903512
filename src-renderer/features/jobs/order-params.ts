import type { JobAction, JobParams } from '../../../src-shared/model/index.ts';

type InAddress = 'preset' | 'watts' | 'steps' | 'percent' | 'url';
/** What an address may fill in. Pools are not among it: they have passwords. */
const IN_ADDRESS: Readonly<Record<JobAction, readonly InAddress[]>> = {
  locate: [],
  pause: [],
  resume: [],
  start: [],
  stop: [],
  restart: [],
  reboot: [],
  throttle: ['percent'],
  preset: ['preset', 'watts', 'steps'],
  switch_pool: ['url'],
  pools: [],
};

/** What is filled in, as an address carries it: `preset=2500`; null where it carries nothing of it. */
export function formatOrderParams(action: JobAction, params: JobParams | null): string | null {
  const key = IN_ADDRESS[action].find((one) => params?.[one] !== undefined);
  return key === undefined ? null : `${key}=${params?.[key]}`;
}

/** What an address has filled in for an action; null where that is nothing, or cannot be. */
export function parseOrderParams(action: JobAction, text: string | null): JobParams | null {
  const at = text?.indexOf('=') ?? -1;
  if (text === null || at < 1) return null;
  const [name, value] = [text.slice(0, at), text.slice(at + 1)];
  const key = IN_ADDRESS[action].find((one) => one === name);
  if (key === undefined || value === '') return null;
  if (key === 'preset' || key === 'url') return { [key]: value };
  // Whether it is within its bounds is said by the field, and by the preview.
  return /^-?\d{1,9}$/.test(value) ? { [key]: Number(value) } : null;
}
