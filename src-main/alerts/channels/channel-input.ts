import { isLoopbackHost } from '../../../src-shared/loopback.ts';
import {
  CHANNEL_SECRETS,
  CHANNEL_SETTINGS,
  type ChannelKind,
  type ChannelSettings,
} from '../../../src-shared/model/index.ts';

/** Settings as the operator entered them, including the secret. */
type Written = Readonly<Record<string, string | number | null>>;

/** The settings to store. `secret` is undefined if it stays, null if it is removed. */
export type CheckedSettings =
  | { readonly ok: true; readonly settings: ChannelSettings; readonly secret: string | null | undefined }
  | { readonly ok: false; readonly path: string; readonly message: string };

/** Settings that decide who receives the secret: if one changes, it must be entered again. */
const RECEIVERS: Readonly<Record<ChannelKind, readonly string[]>> = {
  desktop: [],
  email: ['host', 'port', 'security'],
  telegram: ['base_url'],
  ntfy: ['url'],
  slack: [],
  discord: [],
  // The secret is used for signing only, and is not sent.
  webhook: [],
  mqtt: ['url'],
  heartbeat: [],
};

/**
 * Checks entered settings of a kind, together with the stored ones (null for a new channel).
 * Settings that are left out stay as they are.
 */
export function checkSettings(
  kind: ChannelKind,
  written: Written,
  kept: { readonly settings: ChannelSettings; readonly hasSecret: boolean } | null,
): CheckedSettings {
  const rule = CHANNEL_SECRETS[kind];
  const shown = Object.fromEntries(
    Object.entries(written).flatMap(([key, value]) =>
      key === rule?.name ? [] : [[key, key === 'user' && value === '' ? null : value]],
    ),
  );
  const parsed = CHANNEL_SETTINGS[kind].safeParse({ ...kept?.settings, ...shown });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return wrong(issue?.path.join('.') ?? '', issue?.message ?? 'is wrong');
  }
  const settings: ChannelSettings = parsed.data;
  if (rule === null) return { ok: true, settings, secret: undefined };
  const secret = written[rule.name];
  if (secret === undefined) {
    const isNew = kept === null;
    if (isNew && rule.required) return missing(kind);
    if (!isNew && kept.hasSecret && RECEIVERS[kind].some((key) => kept.settings[key] !== settings[key])) {
      return wrong(rule.name, 'must be entered again: it is sent only to the server that it was entered for');
    }
    return withLogin(kind, { ok: true, settings, secret: undefined }, kept?.hasSecret ?? false);
  }
  if (secret === null || secret === '') {
    if (rule.required) return missing(kind);
    return withLogin(kind, { ok: true, settings, secret: null }, false);
  }
  const checked = rule.schema.safeParse(secret);
  // The message of the schema, never the secret itself.
  if (!checked.success) return wrong(rule.name, checked.error.issues[0]?.message ?? 'is wrong');
  return withLogin(kind, { ok: true, settings, secret: checked.data }, true);
}

/**
 * Checks that password and user are given together. A mail password also needs an encrypted
 * connection; an MQTT broker within the farm often has none.
 */
function withLogin(kind: ChannelKind, checked: CheckedSettings & { ok: true }, hasSecret: boolean): CheckedSettings {
  if (kind !== 'email' && kind !== 'mqtt') return checked;
  const { host, user, security } = checked.settings;
  if (hasSecret && user === null) return wrong('user', 'must be given with a password');
  if (!hasSecret && user !== null) return wrong('password', 'must be given with a user');
  if (kind === 'email' && hasSecret && security === 'none' && !isLoopbackHost(String(host))) {
    return wrong('security', 'must be starttls or tls where there is a password, except on this computer');
  }
  return checked;
}

function missing(kind: ChannelKind): CheckedSettings {
  const rule: { name: string; missing?: string } | null = CHANNEL_SECRETS[kind];
  return wrong(rule?.name ?? '', rule?.missing ?? 'must be given');
}

function wrong(path: string, message: string): CheckedSettings {
  return { ok: false, path: `settings.${path}`, message };
}
