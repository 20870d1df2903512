import type { Channel, Rule } from '../../../../src-shared/model/index.ts';
import { queryWords } from '../../../../src-shared/query/index.ts';
import { formatDuration } from '../../../../src-shared/text/format-duration.ts';
import { SEVERITY_MARKS } from '../../../miner-view/severity-marks.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import { channelName } from '../channel-name.ts';
import classes from '../incidents.module.css';
import { incidentsTexts } from '../incidents-texts.ts';
import { rulesTexts } from './rules-texts.ts';

const texts = rulesTexts.sentence;

/**
 * "Hash rate below 85 % of expected for 10 min → Warning → Telegram; ends when hash rate at least
 * 88 % of expected for 5 min".
 */
export function RuleSentence({ rule, channels }: { rule: Rule; channels: readonly Channel[] | null }) {
  const { query, about, for_seconds, clear_query, clear_for_seconds, severity, default_severity } = rule;
  const holds = (seconds: number): string => (seconds === 0 ? '' : texts.holds(formatDuration(seconds)));
  return (
    <>
      {about === 'miners'
        ? sentenceOf(`${queryWords(query)}${holds(for_seconds)}`)
        : texts.about[about](for_seconds === 0 ? null : formatDuration(for_seconds))}
      {texts.leadsTo}
      <span className={classes.severity}>
        <StateMark {...SEVERITY_MARKS[severity]} /> {incidentsTexts.severities[severity]}
      </span>
      {default_severity != null &&
        default_severity !== severity &&
        texts.bySeverity(incidentsTexts.severities[default_severity])}
      {rule.channels.length > 0 && texts.notifies(rule.channels.map((id) => channelName(channels, id)))}
      {clear_query !== null && (
        <>
          {texts.ends} {queryWords(clear_query)}
          {holds(clear_for_seconds)}
        </>
      )}
      {rule.suggested_action?.automatic !== undefined && texts.automatic(rule.suggested_action.action)}
    </>
  );
}

function sentenceOf(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
