import { Button, Menu } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { memo } from 'react';
import { GROUPINGS, type Grouping } from '../../../miner-view/miner-groups.ts';
import { fleetTexts } from '../fleet-texts.ts';

const texts = fleetTexts.groups;
const CHOICES: readonly (Grouping | null)[] = [null, ...GROUPINGS];

/** Selects the grouping of the rows, and opens or closes all groups. */
export const GroupChoice = memo(function GroupChoice(props: {
  grouping: Grouping | null;
  onGrouping: (grouping: Grouping | null) => void;
  onCollapseAll: (collapse: boolean) => void;
}) {
  const { grouping } = props;
  return (
    <Menu position="bottom-end" withinPortal={false} returnFocus>
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown size={14} />}>
          {grouping === null ? texts.button : texts.by(texts.names[grouping])}
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={texts.button}>
        {CHOICES.map((choice) => (
          <Menu.Item
            key={choice ?? 'none'}
            role="menuitemradio"
            aria-checked={choice === grouping}
            rightSection={choice === grouping ? <IconCheck size={14} aria-hidden="true" /> : null}
            onClick={() => props.onGrouping(choice)}
          >
            {choice === null ? texts.none : texts.names[choice]}
          </Menu.Item>
        ))}
        {grouping !== null && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => props.onCollapseAll(true)}>{texts.collapseAll}</Menu.Item>
            <Menu.Item onClick={() => props.onCollapseAll(false)}>{texts.openAll}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
});
