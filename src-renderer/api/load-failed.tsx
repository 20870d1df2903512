import { Button } from '@mantine/core';
import { FailureCallout } from '../ui/feedback/callout.tsx';
import { apiTexts } from './api-texts.ts';
import { farmErrorMessage } from './call-error.ts';
import { usePowerHive } from './use-powerhive.ts';

/** Shown instead of what a query could not load: why, and a button that tries again. */
export function LoadFailed(props: { title: string; query: { error: unknown; refetch: () => Promise<unknown> } }) {
  const { title, query } = props;
  const { site } = usePowerHive();
  return (
    <FailureCallout
      title={title}
      why={farmErrorMessage(query.error, site?.name ?? null)}
      action={
        <Button variant="default" onClick={() => void query.refetch()}>
          {apiTexts.retry}
        </Button>
      }
    />
  );
}
