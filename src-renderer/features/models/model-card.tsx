import { Button, Select } from '@mantine/core';
import { Link } from 'wouter';
import type { MinerModel } from '../../../src-shared/model/index.ts';
import { quoteValue } from '../../../src-shared/query/format-query.ts';
import { numberText } from '../../../src-shared/text/count-text.ts';
import { modelWords } from '../../../src-shared/text/model-words.ts';
import { formatMinerHashrate, formatPower, quantityText } from '../../../src-shared/units.ts';
import { useFarmNow } from '../../api/use-farm-now.ts';
import { useMinersNow } from '../../api/use-miners-now.ts';
import { useDraft } from '../../ui/forms/use-draft.ts';
import { formatHash } from '../../ui/hash-location.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { countAbove } from './count-above.ts';
import { countByPreset } from './count-by-preset.ts';
import classes from './model-card.module.css';
import { modelsTexts } from './models-texts.ts';
import {
  efficiencyUnit,
  isAbove,
  missingCeilingWords,
  presetEfficiency,
  presetText,
  tunedText,
} from './preset-words.ts';
import { suggestedCeiling } from './suggested-ceiling.ts';
import { useSaveMaxPresets } from './use-save-max-presets.ts';

const texts = modelsTexts;

export function ModelCard({ model, required }: { model: MinerModel; required: boolean }) {
  const facts = [
    model.alias,
    texts.miners(model.miner_count),
    model.algorithm,
    model.chains === null || model.chips_per_chain === null ? null : texts.chips(model.chains, model.chips_per_chain),
  ];
  const missing = missingCeilingWords(model, required);
  return (
    <section className={classes.card} aria-label={modelWords(model.name)}>
      <header className={classes.head}>
        <h2 className={classes.name}>{modelWords(model.name)}</h2>
        <p className={classes.quiet}>{facts.filter((fact) => fact !== null).join(' · ')}</p>
      </header>
      <Ceiling model={model} />
      <AboveCeiling model={model} />
      {missing !== null && <Missing model={model} words={missing} />}
      {model.presets.length === 0 ? <p className={classes.quiet}>{texts.noPresets}</p> : <PresetTable model={model} />}
    </section>
  );
}

function Ceiling({ model }: { model: MinerModel }) {
  const save = useSaveMaxPresets();
  const draft = useDraft(model.max_preset);
  const chosen = draft.value;
  return (
    <form
      className={classes.ceiling}
      onSubmit={(event) => {
        event.preventDefault();
        void save([{ model, maxPreset: chosen }]).then((isSaved) => isSaved && draft.saved(chosen));
      }}
    >
      <Select
        label={texts.maxPreset}
        placeholder={texts.notSet}
        clearable
        maxDropdownHeight={320}
        searchable={model.presets.length > 12}
        data={model.presets.map((preset) => ({ value: preset.name, label: presetText(preset, model.algorithm) }))}
        value={chosen}
        disabled={model.presets.length === 0}
        onChange={draft.set}
      />
      <Button type="submit" disabled={chosen === model.max_preset}>
        {texts.save}
      </Button>
    </form>
  );
}

/** Number of its miners above the max preset, as a link to them. */
function AboveCeiling({ model }: { model: MinerModel }) {
  const miners = useMinersNow().filter(({ model_alias }) => model_alias === model.alias);
  const above = countAbove(miners);
  if (above === 0) return null;
  return (
    <Link
      className={classes.aboveCount}
      href={formatHash({ path: '/fleet', text: `model=${quoteValue(model.alias)} state:"above max preset"` })}
    >
      <StateMark shape="diamond" tone="amber" /> {texts.above(above, miners.length)}
    </Link>
  );
}

/** Says that the max preset is missing, and suggests one. */
function Missing({ model, words }: { model: MinerModel; words: string }) {
  const save = useSaveMaxPresets();
  const preset = suggestedCeiling(model);
  return (
    <div className={classes.missing}>
      <p>{words}</p>
      {preset !== null && (
        <Button
          variant="default"
          size="compact-sm"
          title={texts.useTip}
          onClick={() => void save([{ model, maxPreset: preset.name }])}
        >
          {texts.take(presetText(preset, model.algorithm))}
        </Button>
      )}
    </div>
  );
}

function PresetTable({ model }: { model: MinerModel }) {
  const { miners, moment } = useFarmNow();
  const running = countByPreset(miners, model.alias, moment);
  return (
    <table className={classes.presets}>
      <thead>
        <tr>
          <th scope="col">{texts.columns.preset}</th>
          <th scope="col">{texts.columns.power}</th>
          <th scope="col">{texts.columns.hashrate}</th>
          <th scope="col">{efficiencyUnit(model.algorithm)}</th>
          <th scope="col">{texts.columns.running}</th>
          <th scope="col">{texts.columns.tuned}</th>
          <th scope="col">{texts.columns.psu}</th>
        </tr>
      </thead>
      <tbody>
        {model.presets.map((preset) => (
          <tr
            key={preset.name}
            className={isAbove(preset, model, model.max_preset) ? classes.above : undefined}
            aria-current={preset.name === model.max_preset ? 'true' : undefined}
          >
            <th scope="row">{preset.name}</th>
            <td>{quantityText(formatPower(preset.power_w))}</td>
            <td>{quantityText(formatMinerHashrate(preset.hashrate_hs, model.algorithm))}</td>
            <td>{presetEfficiency(preset, model.algorithm)}</td>
            <td>
              <Running model={model} preset={preset.name} miners={running.get(preset.name) ?? 0} />
            </td>
            <td title={texts.tunedOn(preset.tuned_miners, model.miner_count)}>
              {tunedText(preset, model.miner_count)}
            </td>
            <td>{preset.modded_psu_required === true ? texts.moddedPsu : ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Number of miners that run a preset now, as a link to them. */
function Running({ model, preset, miners }: { model: MinerModel; preset: string; miners: number }) {
  if (miners === 0) return texts.noneRunning;
  const query = `model=${quoteValue(model.alias)} preset=${quoteValue(preset)}`;
  return <Link href={formatHash({ path: '/fleet', text: query })}>{numberText(miners)}</Link>;
}
