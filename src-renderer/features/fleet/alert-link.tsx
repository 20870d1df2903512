import { Button } from '@mantine/core';
import { memo } from 'react';
import { Link } from 'wouter';
import { parseQuery } from '../../../src-shared/query/index.ts';
import { NEW_RULE_PATH } from '../../miner-view/locations/rule-location.ts';
import { formatHash } from '../../ui/hash-location.ts';
import { fleetTexts } from './fleet-texts.ts';

/** Link to a new rule for the current search; none if the search is empty or has an error. */
export const AlertLink = memo(function AlertLink({ text }: { text: string }) {
  if (text === '' || parseQuery(text).errors.length > 0) return null;
  return (
    <Button component={Link} href={formatHash({ path: NEW_RULE_PATH, text })} variant="default">
      {fleetTexts.alert}
    </Button>
  );
});
