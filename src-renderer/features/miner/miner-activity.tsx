import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Miner } from '../../../src-shared/model/index.ts';
import { actorWords } from '../../../src-shared/text/actor-words.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { newestFirst } from '../../api/live/live-state.ts';
import { useLive, usePowerHive } from '../../api/use-powerhive.ts';
import { Section } from '../../ui/layout/section.tsx';
import { clockTime } from '../../ui/times.ts';
import classes from './miner-activity.module.css';
import { minerTexts } from './miner-texts.ts';

const texts = minerTexts.activity;
const MOST_SHOWN = 8;

/** Recent activity of one miner with the actors, newest first. */
export function MinerActivity({ miner, nowMs }: { miner: Miner; nowMs: number }) {
  const { client } = usePowerHive();
  const live = useLive((view) => view.activity);
  const listed = useQuery({
    queryKey: ['miner-activity', miner.id],
    queryFn: ({ signal }) => client.app.activity({ miner_id: miner.id, limit: MOST_SHOWN }, { signal }),
  });
  const entries = useMemo(
    () =>
      newestFirst([...live.filter(({ miner_id }) => miner_id === miner.id), ...(listed.data ?? [])]).slice(
        0,
        MOST_SHOWN,
      ),
    [live, listed.data, miner.id],
  );
  return (
    <Section title={texts.title}>
      {listed.isError && <p role="alert">{texts.failed(callErrorMessage(listed.error))}</p>}
      {listed.isSuccess && entries.length === 0 && <p className={classes.quiet}>{texts.none}</p>}
      <ol className={classes.list}>
        {entries.map(({ id, at, level, message, actor }) => (
          <li key={id} data-level={level}>
            <time className={classes.quiet} dateTime={new Date(at).toISOString()}>
              {clockTime(at, nowMs)}
            </time>
            <span>
              {message}
              {actor !== null && <span className={classes.quiet}> {actorWords(actor)}</span>}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
