import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Rule } from '../../../../src-shared/model/index.ts';
import { queryWords } from '../../../../src-shared/query/index.ts';
import { formatDuration } from '../../../../src-shared/text/format-duration.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { rulePath } from '../../../miner-view/locations/rule-location.ts';
import classes from '../parts/cards.module.css';
import { farmSettingsTexts } from './farm-settings-texts.ts';
import { isThreshold } from './thresholds.ts';

const texts = farmSettingsTexts.thresholds;

/** Limits that are changed elsewhere, each with its value and a link: rules with figures, models and racks. */
export function ThresholdsList() {
  const { orpc } = usePowerHive();
  const rules = useQuery(orpc.rules.list.queryOptions());
  return (
    <>
      {rules.isError && <p className={classes.wrong}>{callErrorMessage(rules.error)}</p>}
      <ul className={classes.rows} aria-label={texts.rules}>
        {(rules.data ?? []).filter(isThreshold).map((rule) => (
          <Row
            key={rule.id}
            name={rule.name}
            about={<RuleLimit rule={rule} />}
            href={rulePath(rule.id)}
            link={texts.change}
            label={texts.changeOf(rule.name)}
          />
        ))}
        {texts.elsewhere.map(({ name, about, path, link }) => (
          <Row key={name} name={name} about={about} href={path} link={link} label={`${name}: ${link}`} />
        ))}
      </ul>
    </>
  );
}

function RuleLimit({ rule: { query, for_seconds, enabled } }: { rule: Rule }) {
  return (
    <>
      {queryWords(query)}
      {for_seconds > 0 && texts.holds(formatDuration(for_seconds))}
      {!enabled && texts.off}
    </>
  );
}

function Row(props: { name: string; about: ReactNode; href: string; link: string; label: string }) {
  return (
    <li>
      <div>
        <strong>{props.name}</strong>
        <p className={classes.quiet}>{props.about}</p>
      </div>
      <Link href={props.href} aria-label={props.label}>
        {props.link}
      </Link>
    </li>
  );
}
