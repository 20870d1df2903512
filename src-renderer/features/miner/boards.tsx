import type { ReactNode } from 'react';
import type { Chain } from '../../../src-shared/model/index.ts';
import { formatMinerHashrate, formatPower, quantityText, UNKNOWN } from '../../../src-shared/units.ts';
import { Section } from '../../ui/section.tsx';
import classes from './boards.module.css';

interface Line {
  readonly title: string;
  readonly of: (chain: Chain) => string;
  readonly bad?: (chain: Chain) => boolean;
}

/** Below this share of its nominal hash rate a board's figure stands out. */
const LOW_SHARE = 0.9;

/** The boards side by side, so that the odd one shows. */
export function Boards({ chains, algorithm }: { chains: readonly Chain[]; algorithm: string | null }) {
  if (chains.length === 0) return null;
  return (
    <Section title="Boards">
      <table className={classes.table}>
        <thead>
          <tr>
            <td />
            {chains.map(({ chain_id }) => (
              <th key={chain_id} scope="col">
                Board {chain_id}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines(algorithm)
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
      Board {chain.chain_id}: {chain.state_description}
    </p>
  );
}

function lines(algorithm: string | null): readonly Line[] {
  return [
    {
      title: 'State',
      of: ({ state }) => state ?? UNKNOWN,
      bad: ({ state }) => state === 'failure' || state === 'disconnected',
    },
    { title: 'Hash rate', of: (chain) => quantityText(formatMinerHashrate(chain.hashrate_hs, algorithm)) },
    {
      title: 'Of nominal',
      of: (chain) => percent(nominalShare(chain)),
      bad: (chain) => (nominalShare(chain) ?? 1) < LOW_SHARE,
    },
    { title: 'Chips', of: (chain) => range(chain.chip_temp_min_c, chain.chip_temp_max_c, '°') },
    { title: 'PCB', of: (chain) => range(chain.pcb_temp_min_c, chain.pcb_temp_max_c, '°') },
    { title: 'Water', of: (chain) => range(chain.water_inlet_temp_c, chain.water_outlet_temp_c, '°') },
    { title: 'Frequency', of: ({ frequency_mhz: mhz }) => (mhz === null ? UNKNOWN : `${mhz.toFixed(0)} MHz`) },
    { title: 'Voltage', of: ({ voltage_v: volts }) => (volts === null ? UNKNOWN : `${volts.toFixed(2)} V`) },
    { title: 'Power', of: ({ power_w }) => quantityText(formatPower(power_w)) },
    { title: 'HW errors', of: ({ hw_errors }) => hw_errors?.toLocaleString('en') ?? UNKNOWN },
    {
      title: 'Red chips',
      of: ({ chips_red }) => String(chips_red ?? UNKNOWN),
      bad: ({ chips_red }) => (chips_red ?? 0) > 0,
    },
    { title: 'Orange chips', of: ({ chips_orange }) => String(chips_orange ?? UNKNOWN) },
  ];
}

function nominalShare({ hashrate_hs, hashrate_nominal_hs }: Chain): number | null {
  if (hashrate_hs === null || hashrate_nominal_hs === null || hashrate_nominal_hs <= 0) return null;
  return hashrate_hs / hashrate_nominal_hs;
}

function percent(share: number | null): string {
  return share === null ? UNKNOWN : `${Math.round(share * 100)} %`;
}

function range(low: number | null, high: number | null, unit: string): string {
  if (low === null && high === null) return UNKNOWN;
  const show = (value: number | null): string => (value === null ? UNKNOWN : `${value.toFixed(0)}${unit}`);
  return low === high ? show(low) : `${show(low)} – ${show(high)}`;
}
