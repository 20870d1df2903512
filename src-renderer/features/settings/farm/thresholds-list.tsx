import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Rule } from '../../../../src-shared/model/index.ts';
import { formatDuration } from '../../../../src-shared/text/format-duration.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { NEW_RULE_PATH, rulePath } from '../../../miner-view/locations/rule-location.ts';
import { formatHash } from '../../../ui/hash-location.ts';
import classes from '../parts/cards.module.css';
import { farmSettingsTexts } from './farm-settings-texts.ts';
import { fixedThresholds, isThreshold } from './thresholds.ts';

const texts = farmSettingsTexts.thresholds;

/**
 * Each limit with its value, and a link to where it is changed: rules with figures, the limits of
 * models and racks, and the fixed limits of the marks, which a rule of the operator's own may undercut.
 */
export function ThresholdsList(props: { statusSeconds: number }) {
  const { orpc } = usePowerHive();
  const rules = useQuery(orpc.rules.list.queryOptions());
  return (
    <>
      {rules.isError && <p className={classes.wrong}>{callErrorMessage(rules.error)}</p>}
      <ul className={classes.rows} aria-label={texts.title}>
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
        {fixedThresholds(props.statusSeconds).map(({ name, value, query }) => (
          <Row
            key={name}
            name={name}
            about={value}
            {...(query !== null && {
              href: formatHash({ path: NEW_RULE_PATH, text: query }),
              link: texts.add,
              label: texts.addFor(name),
            })}
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
      <code>{query}</code>
      {for_seconds > 0 && texts.holds(formatDuration(for_seconds))}
      {!enabled && texts.off}
    </>
  );
}

function Row(props: {
  name: string;
  about: ReactNode;
  href?: string | undefined;
  link?: string | undefined;
  label?: string | undefined;
}) {
  return (
    <li>
      <div>
        <strong>{props.name}</strong>
        <p className={classes.quiet}>{props.about}</p>
      </div>
      {props.href !== undefined && (
        <Link href={props.href} aria-label={props.label}>
          {props.link}
        </Link>
      )}
    </li>
  );
}
