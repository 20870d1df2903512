import { isLoopbackHost } from '../../../src-shared/loopback.ts';
import {
  CHANNEL_SECRETS,
  CHANNEL_SETTINGS,
  type ChannelKind,
  type ChannelSettings,
} from '../../../src-shared/model/index.ts';

/** Settings as an operator writes them: those that are shown, and the secret among them. */
type Written = Readonly<Record<string, string | number | null>>;

/** What is to be kept; `secret` is undefined where it stays as it is, null where it goes. */
export type CheckedSettings =
  | { readonly ok: true; readonly settings: ChannelSettings; readonly secret: string | null | undefined }
  | { readonly ok: false; readonly path: string; readonly message: string };

/**
 * The settings that say who gets the secret: where one changes, the secret has to be given again.
 */
const RECEIVERS: Readonly<Record<ChannelKind, readonly string[]>> = {
  desktop: [],
  email: ['host', 'port', 'security'],
  telegram: ['base_url'],
  ntfy: ['url'],
  slack: [],
  discord: [],
  // The secret signs, and is not sent.
  webhook: [],
  mqtt: ['url'],
  heartbeat: [],
};

/**
 * Checks what was written against the kind, over what is kept already (null for a new channel).
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
    if (isNew && rule.required) return wrong(rule.name, 'must be given');
    if (!isNew && kept.hasSecret && RECEIVERS[kind].some((key) => kept.settings[key] !== settings[key])) {
      return wrong(rule.name, 'must be entered again: it is sent only to the server that it was entered for');
    }
    return withLogin(kind, { ok: true, settings, secret: undefined }, kept?.hasSecret ?? false);
  }
  if (secret === null || secret === '') {
    if (rule.required) return wrong(rule.name, 'must be given');
    return withLogin(kind, { ok: true, settings, secret: null }, false);
  }
  const checked = rule.schema.safeParse(secret);
  // The message of the schema, never the text itself.
  if (!checked.success) return wrong(rule.name, checked.error.issues[0]?.message ?? 'is wrong');
  return withLogin(kind, { ok: true, settings, secret: checked.data }, true);
}

/**
 * A password needs a name beside it. One for mail needs a connection that no one can read along as
 * well: a broker within the farm often has none.
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

function wrong(path: string, message: string): CheckedSettings {
  return { ok: false, path: `settings.${path}`, message };
}
