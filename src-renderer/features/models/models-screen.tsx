import { Button } from '@mantine/core';
import { useLocation } from 'wouter';
import { useLive } from '../../api/use-powerhive.ts';
import { useIsPresetRequired } from '../../api/use-settings.ts';
import { Callout, Skeleton } from '../../ui/feedback/callout.tsx';
import { Page } from '../../ui/layout/page.tsx';
import { ModelCard } from './model-card.tsx';
import classes from './models-screen.module.css';
import { modelsTexts } from './models-texts.ts';
import { SuggestedCeilings } from './suggested-ceilings.tsx';

/** Every known model with its presets, and the max preset that the operator sets. */
export function ModelsScreen() {
  const [, navigate] = useLocation();
  const models = useLive((view) => view.models);
  const fill = useLive((view) => view.fill);
  const required = useIsPresetRequired();
  const sorted = [...models].sort((a, b) => b.miner_count - a.miner_count || a.name.localeCompare(b.name));
  return (
    <Page title={modelsTexts.title} about={required ? modelsTexts.about : modelsTexts.aboutOptional}>
      {sorted.length > 0 ? (
        <>
          {required && <SuggestedCeilings models={sorted} />}
          <div className={classes.models}>
            {sorted.map((model) => (
              <ModelCard key={model.alias} model={model} required={required} />
            ))}
          </div>
        </>
      ) : fill === 'whole' ? (
        <Callout
          title={modelsTexts.none}
          action={
            <Button variant="default" onClick={() => navigate('/fleet')}>
              {modelsTexts.toFleet}
            </Button>
          }
        >
          {modelsTexts.noneAbout}
        </Callout>
      ) : (
        <Skeleton rows={8} label={modelsTexts.loading} />
      )}
    </Page>
  );
}
