import type { ReactNode } from 'react';
import { boardHashrateShare, isLowHashrate } from '../../../../src-shared/judging/hashrate.ts';
import type { Chain, Miner } from '../../../../src-shared/model/index.ts';
import { formatTemp } from '../../../../src-shared/temperature.ts';
import { formatMinerHashrate, formatPower, quantityText, shareText, UNKNOWN } from '../../../../src-shared/units.ts';
import { Section } from '../../../ui/layout/section.tsx';
import { minerTexts } from '../miner-texts.ts';
import classes from './boards.module.css';

const texts = minerTexts.boards;

interface Line {
  readonly title: string;
  readonly of: (chain: Chain) => string;
  readonly bad?: (chain: Chain) => boolean;
}

/** The boards side by side, so that a different one is noticed. */
export function Boards({ chains, miner }: { chains: readonly Chain[]; miner: Miner }) {
  if (chains.length === 0) return null;
  return (
    <Section title={texts.title}>
      <table className={classes.table}>
        <thead>
          <tr>
            <td />
            {chains.map(({ chain_id }) => (
              <th key={chain_id} scope="col">
                {texts.board(chain_id)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines(miner)
            .filter((line) => chains.some((chain) => line.of(chain) !== UNKNOWN))
            .map((line) => (
              <tr key={line.title}>
                <th scope="row">{line.title}</th>
                {chains.map((chain) => (
                  <td key={chain.chain_id} className={line.bad?.(chain) === true ? classes.bad : undefined}>
                    {line.of(chain)}
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
      {chains.map((chain) => boardNote(chain))}
    </Section>
  );
}

function boardNote(chain: Chain): ReactNode {
  if (chain.state_description === null || chain.state_description === '') return null;
  return (
    <p key={chain.chain_id} className={classes.note}>
      {texts.note(chain.chain_id, chain.state_description)}
    </p>
  );
}

function lines({ algorithm, settling, latest_status }: Miner): readonly Line[] {
  const throttle = latest_status ?? { state: null, throttled_percent: null };
  return [
    {
      title: texts.state,
      of: ({ state }) => state ?? UNKNOWN,
      bad: ({ state }) => state === 'failure' || state === 'disconnected',
    },
    { title: texts.hashrate, of: (chain) => quantityText(formatMinerHashrate(chain.hashrate_hs, algorithm)) },
    {
      title: texts.ofExpected,
      of: (chain) => shareText(boardHashrateShare(chain, throttle)),
      bad: (chain) => !settling && isLowHashrate(boardHashrateShare(chain, throttle)),
    },
    { title: texts.chips, of: (chain) => range(chain.chip_temp_min_c, chain.chip_temp_max_c) },
    { title: texts.boardTemp, of: (chain) => range(chain.pcb_temp_min_c, chain.pcb_temp_max_c) },
    { title: texts.water, of: (chain) => range(chain.water_inlet_temp_c, chain.water_outlet_temp_c) },
    {
      title: texts.frequency,
      of: ({ frequency_mhz: mhz }) => (mhz === null ? UNKNOWN : texts.megahertz(mhz.toFixed(0))),
    },
    { title: texts.voltage, of: ({ voltage_v: volts }) => (volts === null ? UNKNOWN : texts.volts(volts.toFixed(2))) },
    { title: texts.power, of: ({ power_w }) => quantityText(formatPower(power_w)) },
    { title: texts.errors, of: ({ hw_errors }) => hw_errors?.toLocaleString('en') ?? UNKNOWN },
    {
      title: texts.badChips,
      of: ({ chips_red }) => String(chips_red ?? UNKNOWN),
      bad: ({ chips_red }) => !settling && (chips_red ?? 0) > 0,
    },
    { title: texts.weakChips, of: ({ chips_orange }) => String(chips_orange ?? UNKNOWN) },
  ];
}

/** A range of two temperatures. */
function range(low: number | null, high: number | null): string {
  if (low === null && high === null) return UNKNOWN;
  const show = (tempC: number | null): string => formatTemp(tempC).figure;
  return low === high ? show(low) : texts.range(show(low), show(high));
}
