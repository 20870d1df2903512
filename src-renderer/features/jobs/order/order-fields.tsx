import { type RefObject, useEffect, useState } from 'react';
import { PARAM_BOUNDS } from '../../../../src-shared/limits/action-param-limits.ts';
import type { JobParams, Miner, MinerChoice } from '../../../../src-shared/model/index.ts';
import { NumberField } from '../../../ui/forms/number-field.tsx';
import { isOutside } from '../../../ui/forms/typed-number.ts';
import type { Verb } from '../actions/verbs.ts';
import classes from '../jobs.module.css';
import { jobsTexts } from '../jobs-texts.ts';
import { PoolFields } from './pool-fields.tsx';
import { PresetFields } from './preset-fields.tsx';
import { SwitchPoolField } from './switch-pool-field.tsx';

const texts = jobsTexts.order;
const PERCENT = PARAM_BOUNDS.percent;
const USUAL_PERCENT = 80;

interface FieldsProps {
  readonly fields?: RefObject<HTMLDivElement | null>;
  readonly verb: Verb;
  readonly miners: readonly Miner[];
  /** The same miners, in the form for an order. */
  readonly who: MinerChoice;
  /** Parameters that are filled in already. */
  readonly given: JobParams | null;
  /** Called with null while the parameters are incomplete. */
  readonly onParams: (params: JobParams | null) => void;
  readonly allowUntuned: boolean;
  readonly onAllowUntuned: (allow: boolean) => void;
}

/** The parameters that a verb needs before it can be previewed. */
export function OrderFields(props: FieldsProps) {
  return (
    <div ref={props.fields} className={classes.fields}>
      {props.verb === 'preset' ? (
        <PresetFields {...props} />
      ) : props.verb === 'throttle' ? (
        <ThrottleField given={props.given} onParams={props.onParams} />
      ) : props.verb === 'switch_pool' ? (
        <SwitchPoolField who={props.who} given={props.given} onParams={props.onParams} />
      ) : (
        <PoolFields miners={props.miners} given={props.given} onParams={props.onParams} />
      )}
    </div>
  );
}

function ThrottleField({ given, onParams }: Pick<FieldsProps, 'given' | 'onParams'>) {
  const [percent, setPercent] = useState<number | null>(given?.percent ?? USUAL_PERCENT);
  useEffect(() => {
    onParams(percent === null || isOutside(percent, PERCENT) ? null : { percent });
  }, [percent, onParams]);
  return (
    <NumberField
      label={texts.percent}
      description={texts.percentAbout}
      suffix=" %"
      min={PERCENT.least}
      max={PERCENT.most}
      allowDecimal={false}
      value={percent}
      onNumber={setPercent}
    />
  );
}
