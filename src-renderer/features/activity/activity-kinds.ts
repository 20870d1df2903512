import type { ActivityEntry } from '../../../src-shared/model/index.ts';
import { activityTexts } from './activity-texts.ts';

export type ActivityKind = ActivityEntry['kind'];
export type ActivityLevel = ActivityEntry['level'];

export const KIND_NAMES: Readonly<Record<ActivityKind, string>> = activityTexts.kinds;
