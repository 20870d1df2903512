import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { CONDITIONS } from '../../../src-shared/condition-kinds.ts';
import { scryptJPerGh } from '../../../src-shared/judging/efficiency.ts';
import { secondsInState } from '../../../src-shared/judging/state-seconds.ts';
import { type Moment, reading } from '../../../src-shared/miner/miner-now.ts';
import { pausedUntilWords, stateWord } from '../../../src-shared/miner/miner-state.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { formatTemp } from '../../../src-shared/temperature.ts';
import { formatDuration } from '../../../src-shared/text/format-duration.ts';
import {
  formatEfficiency,
  formatMinerHashrate,
  formatPower,
  formatScryptEfficiency,
  type Quantity,
  UNKNOWN,
} from '../../../src-shared/units.ts';
import { fullHashrateText } from '../../miner-view/lowered-text.ts';
import type { MinerLook } from '../../miner-view/miner-look.ts';
import { minerEfficiency } from '../../miner-view/sort-values.ts';
import { Figure } from '../../ui/figure.tsx';
import { ageSeconds, ago, clockTime } from '../../ui/times.ts';
import { acceptPresetTexts } from './accept-preset-texts.ts';
import classes from './miner-figures.module.css';
import { minerTexts } from './miner-texts.ts';
import { loginTrouble, PASSWORD_FIELD } from './settings/password-trial.ts';
import { useAcceptPreset } from './use-accept-preset.ts';

const texts = minerTexts.now;
const PRESET_FELL = CONDITIONS.preset_fell.row.attention;

/** The present state of the miner: why it needs attention, and its main figures. */
export function MinerFigures({ miner, look, moment }: { miner: Miner; look: MinerLook; moment: Moment }) {
  const paused = pausedUntilWords(miner, moment);
  const reasons = [...new Set([look.why, ...miner.attention.map(({ message }) => message)])].filter(
    (reason) => reason !== null && reason !== paused,
  );
  const status = reading(miner);
  const trouble = loginTrouble(miner)?.message;
  const fell = miner.attention.find(({ code }) => code === PRESET_FELL)?.message;
  const full = fullHashrateText(miner);
  const acceptPreset = useAcceptPreset();
  return (
    <>
      {(reasons.length > 0 || paused !== null || !miner.online) && (
        <ul className={`${classes.reasons} ${classes[look.tone] ?? ''}`}>
          {!miner.online && <li>{offlineWords(miner, moment.nowMs)}</li>}
          {paused !== null && (
            <li>
              <Link href={`/jobs/${miner.paused_by ?? ''}`}>{texts.byJob(paused)}</Link>
            </li>
          )}
          {reasons.map((reason) => (
            <li key={reason}>
              {reason}
              {reason === trouble && (
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={() => document.getElementById(PASSWORD_FIELD)?.focus()}
                >
                  {texts.enterPassword}
                </Button>
              )}
              {reason === fell && (
                <Button size="compact-xs" variant="default" onClick={() => void acceptPreset([miner.id])}>
                  {acceptPresetTexts.accept(1)}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <dl className={look.fresh ? classes.figures : `${classes.figures} ${classes.old}`}>
        <Item name={texts.hashrate} quantity={formatMinerHashrate(status?.hashrate_hs ?? null, miner.algorithm)} />
        <Item name={texts.power} quantity={formatPower(status?.power_w ?? null)} />
        <Item name={texts.efficiency} quantity={efficiency(miner)} />
        <Item name={texts.maxChip} quantity={formatTemp(status?.chip_temp_max_c ?? null)} />
        <Item
          name={texts.expected}
          quantity={formatMinerHashrate(status?.hashrate_expected_hs ?? null, miner.algorithm)}
        />
        <Item name={texts.preset} quantity={{ figure: status?.preset ?? UNKNOWN, unit: '' }} />
        <Item
          name={texts.inState(status?.state == null ? null : stateWord(status.state))}
          quantity={{ figure: formatDuration(status === null ? null : secondsInState(status)), unit: '' }}
        />
        <Item name={texts.uptime} quantity={{ figure: formatDuration(status?.uptime_s ?? null), unit: '' }} />
      </dl>
      {status !== null && full !== null && <p className={classes.full}>{texts.full(full)}</p>}
      {status !== null && !look.fresh && (
        <p className={classes.age}>{oldWords(miner, status.recorded_at, moment.nowMs)}</p>
      )}
    </>
  );
}

function Item({ name, quantity }: { name: string; quantity: Quantity }) {
  return (
    <div>
      <dt className={classes.name}>{name}</dt>
      <dd>
        <Figure quantity={quantity} strong />
      </dd>
    </div>
  );
}

/** Why the figures are not current. */
function oldWords({ figures_unchanged_since_at: sinceAt }: Miner, recordedAt: number, nowMs: number): string {
  return sinceAt === null ? texts.lastReading(ago(recordedAt, nowMs)) : texts.unchanged(clockTime(sinceAt, nowMs));
}

function offlineWords(miner: Miner, nowMs: number): string {
  const since = miner.offline_since_at;
  if (since === null) return texts.offline;
  return texts.offlineFor(formatDuration(ageSeconds(since, nowMs)), clockTime(since, nowMs));
}

function efficiency(miner: Miner): Quantity {
  return miner.algorithm === 'scrypt'
    ? formatScryptEfficiency(scryptJPerGh(reading(miner)))
    : formatEfficiency(minerEfficiency(miner));
}
