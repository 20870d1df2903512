import { useEffect, useRef } from 'react';
import { isReceiver, namedReceivers } from '../../../../src-shared/alerts/receivers.ts';
import { severityRank } from '../../../../src-shared/alerts/severity-rank.ts';
import type { AlertSeverity, Channel } from '../../../../src-shared/model/index.ts';
import { useKnownChannels } from '../../../api/use-channels.ts';
import classes from '../incidents.module.css';
import { rulesTexts } from './rules-texts.ts';

const texts = rulesTexts.recipients;

/** `chosen`: the channels that the rule names. Nothing until the channels are loaded. */
export function Recipients({ chosen, severity }: { chosen: readonly string[]; severity: AlertSeverity }) {
  const known = useKnownChannels();
  const box = useRef<HTMLDivElement>(null);
  const shown = useRef(chosen);
  // What a choice has changed must be seen, also at the lower edge of a small window.
  useEffect(() => {
    if (shown.current !== chosen) box.current?.scrollIntoView({ block: 'nearest' });
    shown.current = chosen;
  }, [chosen]);
  if (known === null) return null;
  const { lines, isNoneOfChosen } = recipientsOf(known, chosen, severity);
  if (lines.length === 0) return <p className={classes.quiet}>{texts.none}</p>;
  return (
    <div ref={box}>
      <ul className={classes.recipients} aria-label={texts.label}>
        {lines.map(({ id, text }) => (
          <li key={id}>{text}</li>
        ))}
      </ul>
      {isNoneOfChosen && <p className={classes.quiet}>{texts.noneOfChosen}</p>}
    </div>
  );
}

/**
 * What each channel does with an incident of this severity: at once, in quiet hours in the digest,
 * or not at all. `isNoneOfChosen`: channels are chosen, and none of them is on.
 */
export function recipientsOf(known: readonly Channel[], chosen: readonly string[], severity: AlertSeverity) {
  const taking = known.filter(({ kind }) => kind !== 'heartbeat');
  const on = new Set(taking.flatMap(({ id, enabled }) => (enabled ? [id] : [])));
  const named = namedReceivers(chosen, (id) => on.has(id));
  return {
    lines: taking.map((channel) => ({
      id: channel.id,
      text: texts.line(channel.name, fateOf(channel, named, severity)),
    })),
    isNoneOfChosen: chosen.length > 0 && named === null,
  };
}

/** What a channel does. `named`: the receivers that the rule names; null for all by severity. */
function fateOf(channel: Channel, named: readonly string[] | null, severity: AlertSeverity): string {
  const { kind, enabled, min_severity, quiet_hours: quiet, digest_at } = channel;
  if (!enabled) return texts.off;
  if (!isReceiver(channel, named, severity)) return named === null ? texts.only(min_severity) : texts.notChosen;
  if (quiet === null) return texts.always;
  const isQuiet = severityRank(severity) < severityRank(quiet.min_severity ?? 'critical');
  if (!isQuiet) return texts.alsoQuiet(quiet.from, quiet.to);
  // The desktop shows what is still open when its quiet hours end, and sends no digest.
  return kind === 'desktop' ? texts.after(quiet.from, quiet.to) : texts.digest(quiet.from, quiet.to, digest_at);
}
