import type { AlertSeverity, ChannelKind } from '../../../../src-shared/model/index.ts';
import { countText } from '../../../../src-shared/text/count-text.ts';

/** Texts of the channels in the settings. */
export const channelsTexts = {
  title: 'Alert channels',
  about: 'Where alerts are sent. Nothing leaves this computer until you add a channel and switch it on.',
  none: 'No channel yet.',
  failed: "Couldn't load the channels",
  add: 'Add a channel',
  kinds: {
    desktop: 'Desktop',
    email: 'E-mail',
    telegram: 'Telegram',
    ntfy: 'ntfy',
    slack: 'Slack',
    discord: 'Discord',
    webhook: 'Webhook',
    mqtt: 'MQTT',
    heartbeat: 'Heartbeat',
  } satisfies Readonly<Record<ChannelKind, string>>,
  kindAbout: {
    desktop: 'Shown by this computer. Quiet hours are under Notifications.',
    email: 'Through your mail server (SMTP).',
    telegram: 'Through a bot that you make with @BotFather.',
    ntfy: 'Push messages through ntfy.sh or your own server.',
    slack: 'Through an incoming webhook.',
    discord: 'Through a webhook of a channel.',
    webhook: 'A signed POST with the problem as JSON.',
    mqtt: 'The problem as JSON, published to a topic of your broker. Only mqtts:// is encrypted.',
    heartbeat: 'Called while PowerHive monitors. If the calls stop, the service on the other end alerts you.',
  } satisfies Readonly<Record<ChannelKind, string>>,

  status: {
    off: 'Off',
    ok: 'Works',
    failing: 'Fails',
    unused: 'Not used yet',
    last: (when: string): string => `Last success ${when}`,
    never: 'Nothing sent yet',
    failures: (count: number): string => `${countText(count, 'failed try', 'failed tries')} in a row`,
    waiting: (count: number): string => `${countText(count, 'message')} waiting`,
    held: (count: number): string => `${countText(count, 'message')} for the next digest`,
  },
  /** What is sent when, on the card of a channel. */
  times: {
    from: (severity: string): string => `From ${severity}`,
    noQuiet: 'no quiet hours',
    quiet: (from: string, to: string, least: string): string =>
      `quiet ${from}–${to}, ${least === 'critical' ? 'critical' : `${least} and above`} at once`,
    digests: (at: readonly string[]): string => `digests ${at.join(', ')}`,
  },
  test: 'Send test',
  testing: 'Sending …',
  testSent: (name: string): string => `Test sent to ${name}`,
  testFailed: (name: string): string => `Test to ${name} failed`,
  editTitle: (name: string): string => `Edit ${name}`,
  addTitle: (kind: string): string => `Add ${kind}`,
  removeAbout: 'Messages that still wait for it are dropped. Rules that name it no longer notify it.',
  save: 'Save channel',

  escalation: {
    about: 'Critical problems that nobody acknowledges. A rule may name others.',
    nobody: 'Nobody',
    save: 'Save escalation',
  },

  name: 'Name',
  on: 'Send alerts to this channel',
  onHeartbeat: 'Call this address',
  severity: 'Send from severity',
  severities: { info: 'Info', warning: 'Warning', critical: 'Critical' } satisfies Readonly<
    Record<AlertSeverity, string>
  >,
  quiet: 'Quiet hours',
  quietAbout: 'What waits in quiet hours is in the next digest.',
  through: 'Send at once in quiet hours',
  from: 'Quiet from',
  until: 'Quiet until',
  digest: 'Digests at',
  digestAbout:
    'At most one message a minute and twelve an hour, besides critical ones. The rest is sent at these times.',
  unencrypted: 'None',
  fillIn: 'Fill this in.',
  chooseSecret: 'Choose any text.',
  secretAbout: 'Required: any text that you choose. The receiver checks the signature with the same text.',

  fields: {
    host: 'Mail server',
    port: 'Port',
    security: 'Encryption',
    user: 'User (empty: no login)',
    password: 'Password',
    from: 'From',
    to: 'To (several: separated by commas)',
    chat_id: 'Chat ID',
    bot_token: 'Bot token',
    ntfyUrl: 'Server',
    topic: 'Topic',
    broker: 'Broker',
    token: 'Access token (optional)',
    webhook_url: 'Webhook URL',
    url: 'URL',
    secret: 'Secret for the signature',
    every_seconds: 'Every (seconds)',
  },
} as const;

/** On every screen while there is no channel for notifications, or none has delivered anything. */
export const noChannelTexts = {
  banner: 'No channel set: nobody is notified.',
  failed: 'No message was delivered: nobody is notified.',
  unproven: 'No message was delivered yet: send a test to see that the channel works.',
  set: 'Set up a channel',
  look: 'Open channels',
  dismiss: 'Dismiss',
} as const;
