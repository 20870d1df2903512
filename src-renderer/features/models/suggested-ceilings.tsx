import { Button } from '@mantine/core';
import { useState } from 'react';
import type { MinerModel } from '../../../src-shared/model/index.ts';
import { modelsTexts } from './models-texts.ts';
import { lacksCeiling } from './preset-words.ts';
import { suggestedCeiling } from './suggested-ceiling.ts';
import classes from './suggested-ceilings.module.css';
import { useSaveMaxPresets } from './use-save-max-presets.ts';

/** A button that sets all missing max presets; shown only if there are several. */
export function SuggestedCeilings({ models }: { models: readonly MinerModel[] }) {
  const save = useSaveMaxPresets();
  const [isSaving, setSaving] = useState(false);
  const without = models.filter(lacksCeiling);
  const changes = without.flatMap((model) => {
    const preset = suggestedCeiling(model);
    return preset === null ? [] : [{ model, maxPreset: preset.name }];
  });
  if (changes.length < 2) return null;
  const take = (): void => {
    setSaving(true);
    void save(changes).finally(() => setSaving(false));
  };
  return (
    <section className={classes.bar} aria-label={modelsTexts.withoutPreset}>
      <p>{modelsTexts.suggestAll(without.length)}</p>
      <Button loading={isSaving} onClick={take}>
        {modelsTexts.forAll(changes.length)}
      </Button>
    </section>
  );
}
