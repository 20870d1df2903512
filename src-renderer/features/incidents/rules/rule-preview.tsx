import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { nameOf } from '../../../../src-shared/miner/miner-name.ts';
import type { RulePreview, RulePreviewInput } from '../../../../src-shared/model/index.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { clockTime } from '../../../ui/times.ts';
import { useNow } from '../../../ui/use-now.ts';
import { isClean } from '../../fleet/search/is-clean.ts';
import classes from '../incidents.module.css';
import { FiredBars } from './fired-bars.tsx';
import { rulesTexts } from './rules-texts.ts';

const texts = rulesTexts.editor;
const NAMED = 6;
const PAST_DAYS = 30;
/** Pause after the last key before a request. */
const TYPING_MS = 600;

/** What a query finds now, and when a rule with it is silent; null until that is known. */
export function useRulePreview(query: string, clearQuery: string | null): RulePreview | null {
  const { orpc } = usePowerHive();
  const asked = useDeferredValue(query.trim());
  const isAsked = isClean(asked);
  const preview = useQuery(
    orpc.rules.preview.queryOptions({
      input: { query: asked, clear_query: clearQuery, for_seconds: 0, days: 0 },
      enabled: isAsked,
      refetchInterval: 5000,
    }),
  );
  return isAsked ? (preview.data ?? null) : null;
}

/** "Matches 7 now: R1-S01, R1-S02 …". */
export function MatchingNow({ preview }: { preview: RulePreview | null }) {
  const { miners } = usePowerHive().live.state;
  if (preview === null) return <p className={classes.quiet}>{texts.noPreview}</p>;
  const { matching } = preview;
  const named = matching.slice(0, NAMED).map((id) => nameOf(miners.get(id), id));
  return (
    <p className={classes.quiet} role="status">
      {texts.matches(matching.length, named)}
    </p>
  );
}

/** "Would have fired 14 times in the last 30 days, as 3 problems", or why this is unknown. */
export function PastPreview({ rule }: { rule: Omit<RulePreviewInput, 'days'> }) {
  const { orpc } = usePowerHive();
  const nowMs = useNow();
  const typed = JSON.stringify({ ...rule, query: rule.query.trim(), days: PAST_DAYS });
  // Each preview reads weeks of history, so it is not requested for each key.
  const [asked] = useDebouncedValue(typed, TYPING_MS);
  const input = JSON.parse(asked) as RulePreviewInput;
  const past = useQuery(orpc.rules.preview.queryOptions({ input, enabled: isClean(input.query), staleTime: 300_000 }));
  if (!isClean(rule.query.trim())) return null;
  if (asked !== typed || past.data === undefined)
    return <p className={classes.quiet}>{past.isError ? texts.noPast : texts.searching}</p>;
  const { fired, incidents, days, unanswered } = past.data;
  const last = fired.at(-1);
  const times = fired.reduce((sum, { miner_ids }) => sum + miner_ids.length, 0);
  return (
    <>
      <p className={classes.quiet} role="status">
        {days > 0 && texts.fired(times, incidents, days, last === undefined ? null : clockTime(last.at, nowMs))}{' '}
        {unanswered.join(' ')}
      </p>
      {fired.length > 0 && <FiredBars firedAt={fired.map(({ at }) => at)} days={days} nowMs={nowMs} />}
    </>
  );
}
