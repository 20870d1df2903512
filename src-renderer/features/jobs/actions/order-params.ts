import type { JobAction, JobParams } from '../../../../src-shared/model/index.ts';

type InAddress = 'preset' | 'watts' | 'steps' | 'percent' | 'url' | 'before';
/** Parameters that an address may contain. Pools are excluded: they have passwords, unlike those of before. */
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
  pools: ['before'],
};

/** Parameters as written in an address: `preset=2500`; null if none of them may be in one. */
export function formatOrderParams(action: JobAction, params: JobParams | null): string | null {
  const key = IN_ADDRESS[action].find((one) => params?.[one] !== undefined);
  return key === undefined ? null : `${key}=${params?.[key]}`;
}

/** The parameters in an address for an action; null if there are none or they are invalid. */
export function parseOrderParams(action: JobAction, text: string | null): JobParams | null {
  const at = text?.indexOf('=') ?? -1;
  if (text === null || at < 1) return null;
  const [name, value] = [text.slice(0, at), text.slice(at + 1)];
  const key = IN_ADDRESS[action].find((one) => one === name);
  if (key === undefined || value === '') return null;
  if (key === 'preset' || key === 'url') return { [key]: value };
  if (key === 'before') return value === 'true' ? { before: true } : null;
  // The field and the preview report a number that is out of bounds.
  return /^-?\d{1,9}$/.test(value) ? { [key]: Number(value) } : null;
}
