import { IconTool } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link } from 'wouter';
import { minerName } from '../../../src-shared/miner/miner-name.ts';
import { type Moment, maintenanceNow } from '../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { useLive, useLiveMiner, usePowerHive } from '../../api/use-powerhive.ts';
import { firmwareText } from '../../miner-view/firmware-text.ts';
import type { ChipSpot } from '../../miner-view/locations/fleet-location.ts';
import { maintenanceText } from '../../miner-view/maintenance-texts.ts';
import { minerLook } from '../../miner-view/miner-look.ts';
import { modelName } from '../../miner-view/model-name.ts';
import { Callout, Skeleton } from '../../ui/feedback/callout.tsx';
import { useHashText } from '../../ui/hash-location.ts';
import { SidePanelBody } from '../../ui/layout/side-panel.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import tones from '../../ui/theme/tone.module.css';
import { clockTime } from '../../ui/times.ts';
import { VerbButtons } from '../jobs/actions/verb-buttons.tsx';
import { ChipMap } from './chips/chip-map.tsx';
import { Boards } from './hardware/boards.tsx';
import { Cooling } from './hardware/cooling.tsx';
import { History } from './history/history.tsx';
import type { MinerTime } from './history/miner-time.ts';
import { LeavingActions } from './leaving-actions.tsx';
import { MinerActivity } from './miner-activity.tsx';
import { MinerAddress } from './miner-address.tsx';
import { MinerChecks } from './miner-checks.tsx';
import classes from './miner-content.module.css';
import { MinerFigures } from './miner-figures.tsx';
import { MinerPlace } from './miner-place.tsx';
import { minerTexts } from './miner-texts.ts';
import { NewcomerHint } from './newcomer-hint.tsx';
import { PollHealth } from './poll-health.tsx';
import { Pools } from './pools/pools.tsx';
import { MinerSettings } from './settings/miner-settings.tsx';

interface MinerContentProps {
  readonly id: string;
  readonly spot: ChipSpot | null;
  readonly moment: Moment;
  readonly time: MinerTime;
  /** The miner is no longer known. */
  readonly onClose: () => void;
}

/** All that is known about one miner: head, figures, history, boards, chips, pools and connection. */
export function MinerContent(props: MinerContentProps) {
  const { id } = props;
  const miner = useLiveMiner(id);
  const fill = useLive((view) => view.fill);
  if (miner !== undefined) return <MinerParts {...props} miner={miner} />;
  return fill === 'whole' ? (
    <Callout title={minerTexts.notFound}>{minerTexts.notFoundAbout(id)}</Callout>
  ) : (
    <Skeleton rows={10} label={minerTexts.loading} />
  );
}

function MinerParts(props: Omit<MinerContentProps, 'id'> & { miner: Miner }) {
  const { miner, spot, moment, time } = props;
  const { orpc } = usePowerHive();
  const look = minerLook(miner, moment);
  const silent = maintenanceNow(miner, moment);
  const text = useHashText();
  const detail = useQuery(
    orpc.miners.get.queryOptions({ input: { id: miner.id }, placeholderData: keepPreviousData, staleTime: 0 }),
  );
  const recordedAt = miner.latest_status?.recorded_at;
  // The hardware figures are not current: the panel shows from when they are.
  const lastKnownAt = look.fresh ? null : (recordedAt ?? null);
  const { refetch } = detail;
  useEffect(() => {
    if (recordedAt !== undefined) void refetch();
  }, [recordedAt, refetch]);

  const firmware = firmwareText(miner) ?? '';
  return (
    <>
      <header className={classes.head}>
        <div className={classes.title}>
          <h2 className={classes.name}>{minerName(miner)}</h2>
          <span className={classes.model} title={modelName(miner) ?? undefined}>
            {modelName(miner)}
          </span>
          <span className={`${classes.state} ${tones[look.tone]}`}>
            <StateMark shape={look.shape} tone={look.tone} />
            {look.word}
          </span>
        </div>
        <p className={classes.quiet}>
          <MinerAddress miner={miner} />
          {[miner.last_ip === null && miner.ip === null ? null : '', miner.id, firmware]
            .filter((part, i) => part !== null && (i === 0 || part !== ''))
            .join(' · ')}
        </p>
        <MinerPlace miner={miner} />
        <NewcomerHint miner={miner} />
        {silent !== null && (
          <p className={classes.maintenance}>
            <IconTool size={13} aria-hidden="true" />
            <Link href="/incidents/maintenance">
              {maintenanceText(clockTime(silent.ends_at, moment.nowMs), silent.reason)}
            </Link>
          </p>
        )}
        <div className={classes.verbs}>
          <VerbButtons miners={[miner]} text={text} />
        </div>
      </header>
      <SidePanelBody>
        <MinerFigures miner={miner} look={look} moment={moment} />
        <div className={classes.parts}>
          <div>
            <History miner={miner} time={time} />
          </div>
          <div className={classes.hardware}>
            {detail.isError && detail.data === undefined ? (
              <p className={classes.failure} role="alert">
                {minerTexts.detailFailed(callErrorMessage(detail.error))}
              </p>
            ) : detail.data === undefined ? (
              <Skeleton rows={6} label={minerTexts.loadingDetail} />
            ) : (
              <div className={lastKnownAt === null ? undefined : classes.lastKnown}>
                {lastKnownAt !== null && <h3>{minerTexts.lastKnown(clockTime(lastKnownAt, moment.nowMs))}</h3>}
                <Boards chains={detail.data.chains} miner={miner} />
                <ChipMap miner={miner} layout={detail.data.board_layout} spot={spot} time={time} />
                <Cooling miner={miner} fans={detail.data.fans} lostIds={detail.data.lost_fan_ids} />
              </div>
            )}
          </div>
          <div>
            {detail.data !== undefined && (
              <div className={lastKnownAt === null ? undefined : classes.lastKnown}>
                <Pools miner={detail.data} />
              </div>
            )}
            <MinerSettings miner={miner} />
            <MinerActivity miner={miner} nowMs={moment.nowMs} />
            <PollHealth miner={miner} nowMs={moment.nowMs} />
            <MinerChecks miner={miner} />
            <LeavingActions miner={miner} onClose={props.onClose} />
          </div>
        </div>
      </SidePanelBody>
    </>
  );
}
