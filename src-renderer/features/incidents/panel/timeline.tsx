import { Link } from 'wouter';
import type { Delivery, IncidentDetail } from '../../../../src-shared/model/index.ts';
import { actorWords } from '../../../../src-shared/text/actor-words.ts';
import { useKnownChannels } from '../../../api/use-channels.ts';
import { clockTime } from '../../../ui/times.ts';
import { jobsTexts } from '../../jobs/jobs-texts.ts';
import { channelName } from '../channel-name.ts';
import classes from '../incidents.module.css';
import { incidentsTexts } from '../incidents-texts.ts';

const texts = incidentsTexts;
const isSent = ({ state, at }: Delivery): boolean => state === 'sent' && at !== null;

/** What happened to an incident and who was notified, the oldest first. */
export function Timeline({ incident, nowMs }: { incident: IncidentDetail; nowMs: number }) {
  const channels = useKnownChannels();
  const events = incident.timeline.map(({ at, event, actor, message, job_id }) => {
    // Nobody ended it, and its fault may go on: in maintenance, for example.
    if (event === 'resolved' && actor === null && message !== null)
      return { at, words: texts.closed(message), jobId: job_id };
    const what = actor === null ? texts.events[event] : texts.byActor(texts.events[event], actorWords(actor));
    return { at, words: message === null ? what : `${what}: ${message}`, jobId: job_id };
  });
  const sent = incident.deliveries.filter(isSent).map(({ channel, kind, at }) => ({
    at: at ?? 0,
    words: texts.notified(channelName(channels, channel), kind),
    jobId: null,
  }));
  // Events first where both happened in the same moment: they are what was sent.
  const entries = [...events, ...sent].sort((a, b) => a.at - b.at);
  return (
    <section className={classes.part} aria-label={texts.timeline}>
      <h3>{texts.timeline}</h3>
      <ul>
        {entries.map(({ at, words, jobId }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the entries of a moment may be alike
          <li key={index}>
            <span className={classes.quiet}>{clockTime(at, nowMs)}</span> {words}
            {jobId !== null && (
              <>
                {' · '}
                <Link href={`/jobs/${jobId}`}>{jobsTexts.plan.openJob}</Link>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Messages that were not sent, with the reason: "Ops mail: opened · failed · timed out". */
export function Unsent({ incident, nowMs }: { incident: IncidentDetail; nowMs: number }) {
  const channels = useKnownChannels();
  const unsent = incident.deliveries.filter((delivery) => !isSent(delivery));
  if (unsent.length === 0) return null;
  return (
    <section className={classes.part} aria-label={texts.deliveries}>
      <h3>{texts.deliveries}</h3>
      <ul>
        {unsent.map(({ channel, kind, state, at, error }) => (
          <li key={`${channel} ${kind} ${at}`}>
            {channelName(channels, channel)}: {kind} · {state}
            {at !== null && ` · ${clockTime(at, nowMs)}`}
            {error !== null && ` · ${error}`}
          </li>
        ))}
      </ul>
    </section>
  );
}
