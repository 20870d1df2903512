import { Button } from '@mantine/core';
import { FailureCallout } from '../ui/feedback/callout.tsx';
import { apiTexts } from './api-texts.ts';
import { callErrorMessage } from './call-error.ts';

/** Shown instead of what a query could not load: why, and a button that tries again. */
export function LoadFailed(props: { title: string; query: { error: unknown; refetch: () => Promise<unknown> } }) {
  const { title, query } = props;
  return (
    <FailureCallout
      title={title}
      why={callErrorMessage(query.error)}
      action={
        <Button variant="default" onClick={() => void query.refetch()}>
          {apiTexts.retry}
        </Button>
      }
    />
  );
}
