import { z } from 'zod';
import type { BoundedSetting } from '../setting-defaults/bounded-setting.ts';

/** The schema of an integer setting, with its bounds and its default. */
export const whole = ({ least, most, byDefault }: BoundedSetting) => z.int().min(least).max(most).default(byDefault);
