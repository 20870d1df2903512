import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { cutTo } from '../../../src-shared/text/cut-to.ts';
import { oneLine, redact } from '../../runtime/log/redact.ts';
import { type NetworkFailureKind, networkFailureKind } from '../../runtime/network-failure-kind.ts';
import { connectionWords, STOPPED_WORDS } from './connection-words.ts';
import { type DeliveryResult, failed, type SendContext, type Sender, type ServerTrust } from './sender.ts';

interface MailError extends Error {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

/**
 * E-mail over SMTP. A message keeps its Message-ID when it is sent again, so that most servers show
 * it once. With STARTTLS only the greeting is unencrypted.
 */
export function createEmailSender(trust?: ServerTrust): Sender {
  return async (message, context) => {
    const { settings, site } = context;
    const from = String(settings['from']);
    const to = String(settings['to'])
      .split(',')
      .map((address) => address.trim());
    const domain = from.slice(from.lastIndexOf('@') + 1);
    const raw = await new MailComposer({
      from: { name: site.name === null ? 'PowerHive' : `PowerHive ${site.name}`, address: from },
      to,
      subject: cutTo(message.title, 200),
      text: `${message.body === '' ? message.title : message.body}\n`,
      date: new Date(context.clock.nowMs()),
      messageId: `<${message.id}@${domain}>`,
      // All messages about an incident belong to one conversation.
      ...(message.incident !== null && { references: `<incident.${message.incident.incident_id}@${domain}>` }),
      headers: { 'Auto-Submitted': 'auto-generated', ...(message.severity === 'critical' && { Importance: 'high' }) },
    })
      .compile()
      .build();
    return transmit({ from, to }, raw, context, trust);
  };
}

async function transmit(
  envelope: { from: string; to: string[] },
  raw: Buffer,
  { settings, secret, signal, timeoutMs, beforeTransmit }: SendContext,
  trust: ServerTrust | undefined,
): Promise<DeliveryResult> {
  const { host, port, security, user } = settings;
  const at = `${String(host)}:${String(port)}`;
  const connection = new SMTPConnection({
    host: String(host),
    port: Number(port),
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    socketCloseTimeout: 0,
    tls: { minVersion: 'TLSv1.2', ...(trust !== undefined && { ca: trust.ca }) },
  });
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs * 2)]);
  const ended = new Promise<never>((_resolve, reject) => {
    connection.on('error', reject);
    connection.on('end', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
    limit.addEventListener('abort', () => reject(Object.assign(new Error('late'), { code: 'ETIMEDOUT' })), {
      once: true,
    });
  });
  ended.catch(() => undefined);
  const step = (run: (done: (error?: Error | null) => void) => void): Promise<void> =>
    Promise.race([
      ended,
      new Promise<void>((resolve, reject) => run((error) => (error == null ? resolve() : reject(error)))),
    ]);
  try {
    await step((done) => connection.connect(done));
    if (secret !== null) await step((done) => connection.login({ user: String(user), pass: secret }, done));
    await beforeTransmit();
    await step((done) => connection.send(envelope, raw, done));
    connection.quit();
    return { ok: true, ref: null };
  } catch (error) {
    connection.close();
    const rejected = !signal.aborted && isRejected(error as MailError);
    return failed(redact(signal.aborted ? STOPPED_WORDS : failureWords(at, error as MailError), secret), { rejected });
  }
}

/**
 * Whether the server refused this message permanently (a 5xx after DATA, or too large). A refused
 * login, sender or recipient is a fault of the channel.
 */
function isRejected({ code, responseCode = 500 }: MailError): boolean {
  return code === 'EMESSAGE' && responseCode >= 500;
}

/** Codes of nodemailer. The code of the system may be in the message text. */
const MAIL_KINDS: Readonly<Record<string, NetworkFailureKind>> = { EDNS: 'unknown_name', ECONNECTION: 'cut' };
const CODE = /\bE[A-Z_]{4,}\b/;
/** nodemailer replaces the code of a failed certificate: only the text of OpenSSL says what it is. */
const CERTIFICATE_KINDS: readonly (readonly [RegExp, NetworkFailureKind])[] = [
  [/certificate has expired/i, 'certificate_expired'],
  [/certificate is not yet valid/i, 'certificate_not_yet_valid'],
  [/self.signed certificate/i, 'certificate_self_signed'],
  [/does not match certificate/i, 'certificate_other_name'],
  [/unable to (?:verify the first|get (?:local )?issuer) certificate/i, 'certificate_unverified'],
];

function kindIn(code: string | undefined): NetworkFailureKind | null {
  return code === undefined ? null : networkFailureKind(code);
}

function failureWords(at: string, { code, responseCode, response, message }: MailError): string {
  const said = response === undefined ? '' : `: ${cutTo(oneLine(response), 160)}`;
  if (code === 'EAUTH') return `${at} refused the login${said}`;
  if (code === 'ETLS') return `${at} offers no encrypted connection that is valid: ${cutTo(oneLine(message), 160)}`;
  if (code === 'EENVELOPE') return `${at} refused sender or receiver${said}`;
  if (responseCode !== undefined) return `${at} refused the message${said}`;
  const certificate = CERTIFICATE_KINDS.find(([text]) => text.test(message))?.[1];
  const kind = certificate ?? MAIL_KINDS[code ?? ''] ?? kindIn(code) ?? kindIn(CODE.exec(message)?.[0]);
  if (kind !== null) return connectionWords(kind, at);
  if (/certificate|self.signed/i.test(message)) return `The certificate of ${at} is not valid: ${oneLine(message)}`;
  return `${at}: ${cutTo(oneLine(message), 160)}`;
}
