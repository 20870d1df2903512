import { Button } from '@mantine/core';
import { memo } from 'react';
import { Link } from 'wouter';
import { formatHistoryLocation } from '../../miner-view/locations/history-location.ts';
import { fleetTexts } from './fleet-texts.ts';

/** Link to the history of the miners in the table. */
export const HistoryLink = memo(function HistoryLink({ text }: { text: string }) {
  return (
    <Button component={Link} href={formatHistoryLocation({ query: text })} variant="default">
      {fleetTexts.history}
    </Button>
  );
});
