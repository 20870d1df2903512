import type { Fan, Miner } from '../../../../src-shared/model/index.ts';
import { numberText } from '../../../../src-shared/text/count-text.ts';
import { UNKNOWN } from '../../../../src-shared/units.ts';
import { Bar } from '../../../ui/bar.tsx';
import { Section } from '../../../ui/layout/section.tsx';
import { minerTexts } from '../miner-texts.ts';
import classes from './cooling.module.css';
import { coolingWords } from './cooling-words.ts';

const texts = minerTexts.cooling;

export interface CoolingProps {
  readonly miner: Miner;
  readonly fans: readonly Fan[];
  /** Fans that should turn but do not. */
  readonly lostIds: readonly number[];
}

/** The fans, or the reason why there are none. */
export function Cooling({ miner, fans, lostIds }: CoolingProps) {
  const mode = coolingWords(miner.model_name, miner.latest_status?.cooling_mode ?? null);
  if (fans.length === 0 && mode === null) return null;
  return (
    <Section title={texts.title} aside={mode !== null && <span className={classes.mode}>{texts.mode(mode)}</span>}>
      {fans.length === 0 ? (
        <p className={classes.mode}>{texts.noFans}</p>
      ) : (
        <ul className={classes.fans}>
          {fans.map((fan) => {
            const lost = lostIds.includes(fan.fan_id);
            const rpm = fan.rpm === null ? UNKNOWN : numberText(fan.rpm);
            const share = fan.rpm === null || fan.max_rpm === null || fan.max_rpm === 0 ? null : fan.rpm / fan.max_rpm;
            return (
              <li key={fan.fan_id}>
                <span className={classes.mode}>{texts.fan(fan.fan_id + 1)}</span>
                <span className={lost ? classes.lost : undefined}>{lost ? texts.stopped(rpm) : texts.rpm(rpm)}</span>
                <Bar share={share} tone={lost ? 'red' : fan.rpm === 0 ? 'grey' : 'green'} />
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}
