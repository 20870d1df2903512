import { Checkbox, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { PARAM_BOUNDS } from '../../../../src-shared/limits/action-param-limits.ts';
import type {
  JobParams,
  Miner,
  MinerChoice,
  MinerModel,
  Preset,
  PresetCounts,
} from '../../../../src-shared/model/index.ts';
import { quantityText, UNKNOWN } from '../../../../src-shared/units.ts';
import { useLive, usePowerHive } from '../../../api/use-powerhive.ts';
import { NumberField } from '../../../ui/forms/number-field.tsx';
import { isOutside } from '../../../ui/forms/typed-number.ts';
import { efficiencyUnit, isAbove, presetEfficiency, presetText } from '../../models/preset-words.ts';
import { jobsTexts } from '../jobs-texts.ts';

const texts = jobsTexts.order;
const UNITS_AGAIN_MS = 10_000;
const WATTS = PARAM_BOUNDS.watts;
/** Not the name of any preset. */
const BY_WATTS = 'watts:';
/** Between the facts about a preset. */
const BETWEEN = ' · ';
const STEPS = { up: 'step:1', down: 'step:-1' } as const;

/** Selects a preset of these miners by name, by a step, or by watts. */
export function PresetFields({
  miners,
  who,
  given,
  onParams,
  allowUntuned,
  onAllowUntuned,
}: {
  readonly miners: readonly Miner[];
  /** The same miners, in the form for an order. */
  readonly who: MinerChoice;
  readonly given: JobParams | null;
  readonly onParams: (params: JobParams | null) => void;
  readonly allowUntuned: boolean;
  readonly onAllowUntuned: (allow: boolean) => void;
}) {
  const models = useLive((view) => view.models);
  const { orpc } = usePowerHive();
  const units = useQuery(orpc.jobs.presets.queryOptions({ input: who, staleTime: 0, refetchInterval: UNITS_AGAIN_MS }));
  const [chosen, setChosen] = useState<string | null>(() => choiceOf(given));
  const [watts, setWatts] = useState<number | null>(given?.watts ?? null);
  const own = new Set(miners.map(({ model_alias }) => model_alias));
  const data = [
    { value: STEPS.up, label: texts.stepUp },
    { value: STEPS.down, label: texts.stepDown },
    { value: BY_WATTS, label: texts.byWatts },
    ...presetChoices(
      models.filter(({ alias }) => own.has(alias)),
      new Map(units.data?.map((choice) => [choice.preset, choice])),
    ),
  ];
  return (
    <>
      <Select
        label={texts.preset}
        placeholder={texts.choosePreset}
        data={data}
        value={chosen}
        maxDropdownHeight={320}
        renderOption={({ option }) => (option.disabled === true ? <TooHigh label={option.label} /> : option.label)}
        onChange={(value) => {
          setChosen(value);
          onParams(presetParams(value, watts));
        }}
      />
      {chosen === BY_WATTS && (
        <NumberField
          label={texts.watts}
          suffix={texts.wattsUnit}
          min={WATTS.least}
          max={WATTS.most}
          allowDecimal={false}
          thousandSeparator=","
          value={watts}
          onNumber={(next) => {
            setWatts(next);
            onParams(presetParams(BY_WATTS, next));
          }}
        />
      )}
      <Checkbox
        label={texts.untuned}
        checked={allowUntuned}
        onChange={(event) => onAllowUntuned(event.currentTarget.checked)}
      />
    </>
  );
}

/** A preset that cannot be chosen: its name is struck out, and the reason is not. */
function TooHigh({ label }: { label: string }) {
  const [name, ...reasons] = label.split(BETWEEN);
  return (
    <span>
      <s>{name}</s>
      {BETWEEN}
      {reasons.join(BETWEEN)}
    </span>
  );
}

/** The value of the preset field for the given parameters. */
function choiceOf(given: JobParams | null): string | null {
  if (given?.watts !== undefined) return BY_WATTS;
  if (given?.steps !== undefined) return given.steps > 0 ? STEPS.up : STEPS.down;
  return given?.preset ?? null;
}

function presetParams(value: string | null, watts: number | null): JobParams | null {
  if (value === null) return null;
  if (value === BY_WATTS) return watts === null || isOutside(watts, WATTS) ? null : { watts };
  if (value === STEPS.up) return { steps: 1 };
  return value === STEPS.down ? { steps: -1 } : { preset: value };
}

/**
 * The presets of all these models by name, lowest first. Those above the max preset of every model
 * are disabled.
 */
function presetChoices(models: readonly MinerModel[], units: ReadonlyMap<string, PresetCounts>) {
  const choices = new Map<string, { value: string; label: string; disabled: boolean; power_w: number }>();
  for (const model of models) {
    for (const preset of model.presets) {
      if (preset.name === 'disabled') continue;
      const isTooHigh = isAbove(preset, model, model.max_preset);
      const known = choices.get(preset.name);
      if (known !== undefined && (!known.disabled || isTooHigh)) continue;
      const unit = units.get(preset.name);
      const facts = [
        presetText(preset, model.algorithm),
        ...efficiencyFact(preset, model.algorithm),
        ...(isTooHigh ? [texts.aboveMax] : unit ? [texts.tuned(unit.tuned, unit.unknown, unit.miners)] : []),
        ...(unit !== undefined && unit.active > 0 ? [texts.now(unit.active)] : []),
      ];
      choices.set(preset.name, {
        value: preset.name,
        label: facts.join(BETWEEN),
        disabled: isTooHigh,
        power_w: preset.power_w ?? 0,
      });
    }
  }
  return [...choices.values()]
    .sort((a, b) => a.power_w - b.power_w)
    .map(({ value, label, disabled }) => ({ value, label, disabled }));
}

function efficiencyFact(preset: Preset, algorithm: string | null): string[] {
  const figure = presetEfficiency(preset, algorithm);
  return figure === UNKNOWN ? [] : [quantityText({ figure, unit: efficiencyUnit(algorithm) })];
}
