import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { confirmed, typedCount } from '../../../../src-shared/actions/typed-count.ts';
import { nameOf } from '../../../../src-shared/miner/miner-name.ts';
import { nameMiners } from '../../../../src-shared/miner/named-miners.ts';
import type { JobOrder, JobParams, JobPlan, Miner } from '../../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { FailureCallout, Skeleton } from '../../../ui/feedback/callout.tsx';
import { toastFailure } from '../../../ui/feedback/toast.tsx';
import { parseHash, useHashSet } from '../../../ui/hash-location.ts';
import { SidePanel, SidePanelBody } from '../../../ui/layout/side-panel.tsx';
import { parseSitePath } from '../../../ui/site-location.ts';
import { clockTime } from '../../../ui/times.ts';
import { shownNowMs } from '../../../ui/use-now.ts';
import { formatOrderLocation, type OrderLocation, parseOrderPath } from '../actions/order-location.ts';
import { formatOrderParams, parseOrderParams } from '../actions/order-params.ts';
import { useIsActing } from '../actions/use-act.ts';
import { ReadOnlyNote } from '../actions/verb-buttons.tsx';
import { orderOf } from '../actions/verbs.ts';
import { orderTitle } from '../job-words.ts';
import classes from '../jobs.module.css';
import { jobsTexts } from '../jobs-texts.ts';
import { ConfirmStart } from './confirm-start.tsx';
import { OrderFields } from './order-fields.tsx';
import { pauseEndWords } from './pause-end-fields.tsx';
import { PlanView } from './plan-view.tsx';
import { changesOf, planChangeWords } from './plan-words.ts';
import { AS_USUAL, type How, howOrder, WavesAndStartFields } from './waves-and-start-fields.tsx';

const texts = jobsTexts.order;
/** The preview is updated with the readings, so that what is started is what is shown. */
const PLAN_AGAIN_MS = 5000;

export interface OrderProps {
  readonly location: OrderLocation;
  /** The search, which selects the miners if the address lists none. */
  readonly text: string;
  readonly miners: readonly Miner[];
  readonly onClose: () => void;
}

/**
 * The preview of a verb: which miners it changes, which it skips and why, and its cost. Parameters
 * are written into the address. If the address gets others from elsewhere, a new preview begins.
 */
export function OrderPanel(props: OrderProps) {
  const inAddress = useHashSet();
  const written = useRef(inAddress);
  const [seen, setSeen] = useState({ set: inAddress, opened: 0 });
  if (inAddress !== null && inAddress !== seen.set) {
    setSeen({ set: inAddress, opened: inAddress === written.current ? seen.opened : seen.opened + 1 });
  }
  const onWrite = useCallback((set: string | null) => {
    written.current = set;
  }, []);
  return <Order key={seen.opened} {...props} onWrite={onWrite} />;
}

function Order(props: OrderProps & { readonly onWrite: (set: string | null) => void }) {
  const { location, text, miners, onClose, onWrite } = props;
  const { verb, ids } = location;
  const { client, orpc, live } = usePowerHive();
  const [, navigate] = useLocation();
  const isActing = useIsActing();
  const [allow_untuned, setAllowUntuned] = useState(false);
  const [how, setHow] = useState<How>(AS_USUAL);
  const [starting, setStarting] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const fields = useRef<HTMLDivElement>(null);
  const { action, params: fixed } = orderOf(verb);
  const inAddress = useHashSet();
  const [given, setGiven] = useState<JobParams | null>(() => parseOrderParams(action, inAddress));
  const params = fixed ?? given;
  const who = useMemo(() => (ids === null ? { query: text } : { ids: [...ids] }), [ids, text]);
  const isNamed = ids !== null || text.trim() !== '';
  const own = howOrder(how);
  const order: JobOrder | null =
    params === null || !isNamed
      ? null
      : { action, params, allow_untuned: verb === 'preset' && allow_untuned, ...who, ...own };
  const plan = useQuery(
    orpc.jobs.plan.queryOptions({
      input: order ?? { action: 'restart', params: {}, allow_untuned: false, ids: [''] },
      enabled: order !== null,
      refetchInterval: PLAN_AGAIN_MS,
      placeholderData: keepPreviousData,
      staleTime: 0,
      retry: false,
    }),
  );
  // A field that is to be filled in is where a preview begins.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another verb is another preview
  useEffect(() => {
    const field = params === null ? fields.current?.querySelector('input') : null;
    (field ?? heading.current)?.focus({ preventScroll: true });
    // What is typed replaces what the field begins with.
    field?.select();
  }, [verb]);

  // So that the address can be shared with the parameters.
  const set = formatOrderParams(action, given);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an address that has lost it gets it again
  useEffect(() => {
    // The address may be another screen's already, which is drawn next: nobody is brought back.
    if (parseOrderPath(parseSitePath(parseHash(window.location.hash).path).path)?.verb !== verb) return;
    onWrite(set);
    navigate(formatOrderLocation({ verb, ids, set }, text), { replace: true });
  }, [verb, ids, set, text, inAddress, navigate, onWrite]);

  const start = async (seen: JobPlan): Promise<void> => {
    if (order === null) return;
    setStarting(true);
    try {
      const { job } = await client.jobs.start({ ...order, ...confirmed(seen) });
      navigate(`/jobs/${job.job_id}`);
    } catch (error) {
      toastFailure(jobsTexts.startFailed, callErrorMessage(error));
      setStarting(false);
      // Most often another job has taken miners since: the preview shows it.
      void plan.refetch();
    }
  };

  const change = usePlanChange(order, plan.isPlaceholderData ? undefined : plan.data);
  const what = orderTitle(action, params ?? {});
  const data = order === null ? undefined : plan.data;
  // A page gets a large farm in chunks: until then only the plan knows how many match a query.
  const count = data === undefined ? miners.length : data.planned.length + data.skipped.length;
  const places = usePlaces(data);
  const [only] = data === undefined ? miners : [...data.planned, ...data.skipped];
  const titleOf = (done: string, where: string | null): string =>
    count === 1 && only !== undefined
      ? texts.titleOfOne(done, nameOf(live.state.miners.get(only.id), only.id))
      : texts.title(done, count, where);
  const title = titleOf(what, places);
  // A heading that grew with what is chosen would move the fields under the pointer.
  const steadyTitle = fixed === null ? titleOf(orderTitle(action, {}), null) : title;
  return (
    <SidePanel label={title} onClose={onClose} isForm={fixed === null}>
      <header className={classes.head}>
        <h2 ref={heading} tabIndex={-1} className={classes.title}>
          {steadyTitle}
        </h2>
      </header>
      <SidePanelBody>
        {fixed === null && (
          <OrderFields
            fields={fields}
            verb={verb}
            miners={miners}
            who={who}
            given={given}
            onParams={setGiven}
            allowUntuned={allow_untuned}
            onAllowUntuned={setAllowUntuned}
          />
        )}
        {order === null ? (
          <p className={classes.note}>{texts.needsInput}</p>
        ) : plan.isError && !plan.isFetching ? (
          <FailureCallout title={texts.failed} why={callErrorMessage(plan.error)} />
        ) : data === undefined ? (
          <Skeleton rows={6} label={texts.loading} />
        ) : (
          <>
            {change !== null && (
              <p className={classes.note} role="status">
                {change}
              </p>
            )}
            {data.planned.length > 0 && <WavesAndStartFields plan={data} how={how} onHow={setHow} />}
            <PlanView plan={data} onOnly={(only) => navigate(formatOrderLocation({ verb, ids: only, set }, text))} />
          </>
        )}
      </SidePanelBody>
      {isActing === false ? (
        <p className={classes.note}>
          <ReadOnlyNote />
        </p>
      ) : (
        data !== undefined && (
          <ConfirmStart
            // A typed number is valid only for the miners that were shown then.
            key={data.planned.map(({ id }) => id).join()}
            plan={data}
            asked={typedCount(data.action, data.planned.length)}
            what={startWords(data, order?.start_at, how)}
            starting={starting}
            disabled={plan.isPlaceholderData || plan.isError || own === null}
            onStart={() => void start(data)}
          />
        )
      )}
    </SidePanel>
  );
}

/** Where all miners of a plan are; null unless each has a place. */
function usePlaces(plan: JobPlan | undefined): string | null {
  const { live } = usePowerHive();
  return useMemo(() => {
    const miners = [...(plan?.planned ?? []), ...(plan?.skipped ?? [])].map(({ id }) => live.state.miners.get(id));
    const placed = miners.filter((miner) => miner !== undefined && miner.place !== null);
    return placed.length === 0 || placed.length < miners.length ? null : nameMiners(placed as Miner[]).where;
  }, [plan, live]);
}

/** Label of the button, which starts now or at a given time. */
function startWords({ action, params }: JobPlan, startAt: number | undefined, { end }: How): string {
  const what = [orderTitle(action, params), pauseEndWords(end)].filter((part) => part !== '').join(' ');
  return startAt === undefined ? what : jobsTexts.plan.scheduleFor(clockTime(startAt, shownNowMs()), what);
}

/** What differs from the first preview of the same order, in words; null if nothing does. */
function usePlanChange(order: JobOrder | null, plan: JobPlan | undefined): string | null {
  const { live } = usePowerHive();
  const key = JSON.stringify(order);
  const [first, setFirst] = useState<{ readonly key: string; readonly changes: ReadonlyMap<string, string> } | null>(
    null,
  );
  if (plan === undefined) return null;
  if (first?.key !== key) {
    setFirst({ key, changes: changesOf(plan) });
    return null;
  }
  return planChangeWords(first.changes, plan, (id) => nameOf(live.state.miners.get(id), id));
}
