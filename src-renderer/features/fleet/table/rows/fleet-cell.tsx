import type { ReactNode } from 'react';
import { scryptJPerGh } from '../../../../../src-shared/judging/efficiency.ts';
import { hashrateShare } from '../../../../../src-shared/judging/hashrate.ts';
import { minerName } from '../../../../../src-shared/miner/miner-name.ts';
import { poolHost, poolHosts, reading } from '../../../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../../../src-shared/model/index.ts';
import { shownPlace } from '../../../../../src-shared/place.ts';
import { formatTemp } from '../../../../../src-shared/temperature.ts';
import { formatDuration } from '../../../../../src-shared/text/format-duration.ts';
import {
  formatEfficiency,
  formatMinerHashrate,
  formatPower,
  formatScryptEfficiency,
  shareText,
  UNKNOWN,
} from '../../../../../src-shared/units.ts';
import type { ColumnId } from '../../../../miner-view/column-ids.ts';
import { fansText } from '../../../../miner-view/fans-text.ts';
import { type TroubledFigure, troubleOf } from '../../../../miner-view/figure-trouble.ts';
import { firmwareText } from '../../../../miner-view/firmware-text.ts';
import { loweredPart, loweredTitle } from '../../../../miner-view/lowered-text.ts';
import type { MinerLook } from '../../../../miner-view/miner-look.ts';
import { modelName } from '../../../../miner-view/model-name.ts';
import { SEVERITY_MARKS } from '../../../../miner-view/severity-marks.ts';
import { shareTone } from '../../../../miner-view/share-tone.ts';
import { minerEfficiency } from '../../../../miner-view/sort-values.ts';
import { Bar } from '../../../../ui/bar.tsx';
import { CutStart } from '../../../../ui/cut-start.tsx';
import { Figure } from '../../../../ui/figure.tsx';
import { StateMark } from '../../../../ui/state-mark.tsx';
import tones from '../../../../ui/theme/tone.module.css';
import classes from './fleet-row.module.css';
import { LastReading, OfflineSince, WeakChips } from './last-reading.tsx';

/** How a row shows the state of a miner. */
export interface RowLook extends Pick<MinerLook, 'shape' | 'tone' | 'word' | 'why'> {
  /** Its state as the row says it. */
  readonly stateText: string;
  /** What it loses, in hashes per second; null where nothing is expected of it. */
  readonly lostHs: number | null;
  /** The share of its expected hash rate that the farm is paid for; null if it is unknown. */
  readonly paid: number | null;
}

/** Content of a cell of the fleet table, without the managed switch, which the row renders. */
export function cellContent(column: Exclude<ColumnId, 'managed'>, miner: Miner, look: RowLook): ReactNode {
  const status = reading(miner);
  switch (column) {
    case 'state':
      return (
        <>
          <StateMark shape={look.shape} tone={look.tone} />
          <span className={classes.stateWord}>{look.stateText}</span>
        </>
      );
    case 'name':
      return minerName(miner);
    case 'condition':
      return look.why ?? look.word;
    case 'model':
      return modelName(miner) ?? UNKNOWN;
    case 'ip':
      return miner.ip ?? miner.last_ip ?? UNKNOWN;
    case 'mac':
      return miner.id;
    case 'hostname':
      return miner.hostname ?? UNKNOWN;
    case 'place':
      return miner.place === null ? UNKNOWN : <CutStart text={shownPlace(miner.place)} />;
    case 'tags':
      return miner.tags.length === 0 ? UNKNOWN : miner.tags.join(', ');
    case 'firmware':
      return firmwareText(miner) ?? UNKNOWN;
    case 'hashrate': {
      // The figure is what it hashes, and the bar what of it earns.
      const share = look.paid;
      return (
        <span className={classes.hashrate} title={loweredTitle(miner) ?? undefined}>
          <Figure quantity={formatMinerHashrate(status?.hashrate_hs ?? null, miner.algorithm)} />
          <Bar share={share} tone={shareTone(share, miner.settling, look.tone)} without={loweredPart(miner)} />
        </span>
      );
    }
    case 'expected':
      return <Figure quantity={formatMinerHashrate(status?.hashrate_expected_hs ?? null, miner.algorithm)} />;
    case 'share':
      return <span title={loweredTitle(miner) ?? undefined}>{shareText(hashrateShare(status))}</span>;
    case 'lost':
      return <Figure quantity={formatMinerHashrate(look.lostHs, miner.algorithm)} />;
    case 'preset':
      return status?.preset ?? UNKNOWN;
    case 'power':
      return <Figure quantity={formatPower(status?.power_w ?? null)} />;
    case 'efficiency':
      return miner.algorithm === 'scrypt' ? (
        <Figure quantity={formatScryptEfficiency(scryptJPerGh(status))} />
      ) : (
        formatEfficiency(minerEfficiency(miner)).figure
      );
    case 'chip_temp':
      return marked('chip_temp', miner, formatTemp(status?.chip_temp_max_c ?? null).figure);
    case 'fans':
      return marked('fans', miner, fansText(status));
    case 'boards':
      return miner.boards_on === null ? UNKNOWN : `${miner.boards_on.on}/${miner.boards_on.total}`;
    case 'errors':
      return status?.hw_error_percent?.toFixed(2) ?? UNKNOWN;
    case 'rejected':
      return (status === null ? null : miner.rejected_percent)?.toFixed(1) ?? UNKNOWN;
    case 'chips':
      return <WeakChips miner={miner} />;
    case 'pool':
      return poolHost(status?.pool_url ?? null) ?? UNKNOWN;
    case 'pools':
      return (status === null ? null : poolHosts(miner)) ?? UNKNOWN;
    case 'worker':
      return status?.pool_user ?? UNKNOWN;
    case 'uptime':
      return formatDuration(status?.uptime_s ?? null);
    case 'last_seen':
      return <LastReading recordedAt={miner.latest_status?.recorded_at ?? null} />;
    case 'offline_since':
      return <OfflineSince at={miner.online ? null : miner.offline_since_at} />;
  }
}

/** A figure in the colour of the problem that it shows. */
function marked(figure: TroubledFigure, miner: Miner, text: string): ReactNode {
  const trouble = text === UNKNOWN ? undefined : troubleOf(figure, miner);
  if (trouble === undefined) return text;
  const { tone } = SEVERITY_MARKS[trouble.severity];
  return (
    <span className={`${tones[tone]} ${classes.marked}`} title={trouble.message}>
      {text}
    </span>
  );
}
