import type { AlertSeverity, Channel } from '../../../src-shared/model/index.ts';
import { severityRank } from '../../../src-shared/severity-rank.ts';
import { useKnownChannels } from '../../api/use-channels.ts';
import classes from './incidents.module.css';
import { rulesTexts } from './rules-texts.ts';

const texts = rulesTexts.recipients;

/**
 * What each channel does with an incident of this severity: at once, in quiet hours in the digest,
 * or not at all. Nothing until the channels are loaded.
 */
export function Recipients({ chosen, severity }: { chosen: readonly string[]; severity: AlertSeverity }) {
  const known = useKnownChannels();
  if (known === null) return null;
  const taking = known.filter(({ kind }) => kind !== 'heartbeat');
  if (taking.length === 0) return <p className={classes.quiet}>{texts.none}</p>;
  return (
    <ul className={classes.recipients} aria-label={texts.label}>
      {taking.map((channel) => (
        <li key={channel.id}>{texts.line(channel.name, fateOf(channel, chosen, severity))}</li>
      ))}
    </ul>
  );
}

function fateOf(channel: Channel, chosen: readonly string[], severity: AlertSeverity): string {
  const { id, kind, enabled, min_severity, quiet_hours: quiet, digest_at } = channel;
  if (chosen.length > 0 && !chosen.includes(id)) return texts.notChosen;
  if (!enabled) return texts.off;
  // A channel that the rule names is notified at any severity.
  if (chosen.length === 0 && severityRank(severity) < severityRank(min_severity)) return texts.only(min_severity);
  if (quiet === null) return texts.always;
  const isQuiet = severityRank(severity) < severityRank(quiet.min_severity ?? 'critical');
  if (!isQuiet) return texts.alsoQuiet(quiet.from, quiet.to);
  // The desktop shows what is still open when its quiet hours end, and sends no digest.
  return kind === 'desktop' ? texts.after(quiet.from, quiet.to) : texts.digest(quiet.from, quiet.to, digest_at);
}
