import type { Channel, ChannelPatch, Settings, SettingsPatch } from '../../../src-shared/model/index.ts';
import { CHANNEL_SETTINGS } from '../../../src-shared/model/index.ts';
import { DESKTOP_CHANNEL } from '../announcement.ts';

type Notifications = Settings['notifications'];

/** The desktop's notifications as a channel. There is one, stored in the configuration. */
export function desktopChannel(
  { enabled, quiet_hours, sound }: Notifications,
  { supported, lastShownAt }: { readonly supported: boolean; readonly lastShownAt: number | null },
): Channel {
  return {
    id: DESKTOP_CHANNEL,
    kind: 'desktop',
    name: 'Desktop notifications',
    enabled,
    min_severity: 'warning',
    settings: { sound: sound ? 'on' : 'off' },
    quiet_hours,
    digest_at: [],
    has_secret: false,
    waiting: 0,
    held: 0,
    state: {
      last_success_at: lastShownAt,
      last_error: supported ? null : 'This system shows no notifications.',
      failures: 0,
    },
  };
}

type DesktopChange =
  | { readonly ok: true; readonly patch: NonNullable<SettingsPatch['notifications']> }
  | { readonly ok: false; readonly path: string; readonly message: string };

/**
 * The change of the configuration for a change of this channel. Fields that cannot be changed may
 * be given with their current value.
 */
export function desktopPatch(change: ChannelPatch, now: Channel): DesktopChange {
  const { enabled, quiet_hours, settings, ...others } = change;
  const isOther = ([key, value]: [string, unknown]): boolean =>
    value !== undefined && JSON.stringify(value) !== JSON.stringify(now[key as keyof Channel]);
  const [other] = Object.entries(others).flatMap((entry) => (isOther(entry) ? [entry[0]] : []));
  if (other !== undefined) {
    return { ok: false, path: other, message: 'cannot be changed for the desktop: it is what the system shows.' };
  }
  const parsed = settings === undefined ? null : CHANNEL_SETTINGS.desktop.safeParse({ ...now.settings, ...settings });
  if (parsed !== null && !parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, path: `settings.${issue?.path.join('.') ?? ''}`, message: issue?.message ?? 'is wrong' };
  }
  return {
    ok: true,
    patch: {
      ...(enabled !== undefined && { enabled }),
      ...(quiet_hours !== undefined && { quiet_hours }),
      ...(parsed !== null && { sound: parsed.data.sound === 'on' }),
    },
  };
}
