import { Button } from '@mantine/core';
import { memo } from 'react';
import { Link } from 'wouter';
import { formatHistoryPlace } from '../../miner-model/history-place.ts';
import { fleetTexts } from './fleet-texts.ts';

/** The way to the history of what the table shows. */
export const HistoryLink = memo(function HistoryLink({ text }: { text: string }) {
  return (
    <Button component={Link} href={formatHistoryPlace({ query: text })} variant="default">
      {fleetTexts.history}
    </Button>
  );
});
