import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { focusFirstItem } from '../../../ui/keys/focus-first-item.ts';
import { type RemovedHistory, RemoveQuestion } from '../../remove-miner/remove-question.tsx';
import { bulkTexts } from './bulk-texts.ts';

const texts = bulkTexts;

interface ItemOf {
  readonly label: string;
  readonly disabled?: boolean;
  readonly run: () => void;
}

/** What PowerHive does with the selected miners: manage them or no longer, check, silence, remove. */
export function ManageMenu(props: {
  miners: readonly Miner[];
  onManage: (miners: readonly Miner[], managed: boolean) => void;
  onCheck: () => void;
  /** Null if they are too many to be named. */
  onMaintenance: (() => void) | null;
  onRemove: (history: RemovedHistory) => void;
}) {
  const { miners, onManage } = props;
  const [removing, setRemoving] = useState<readonly Miner[] | null>(null);
  const unmanaged = miners.filter(({ managed }) => !managed);
  const managed = miners.filter((miner) => miner.managed);
  return (
    <>
      <BulkMenu
        label={texts.manageMenu}
        items={[
          {
            label: texts.manage(unmanaged.length),
            disabled: unmanaged.length === 0,
            run: () => onManage(unmanaged, true),
          },
          {
            label: texts.unmanage(managed.length),
            disabled: managed.length === 0,
            run: () => onManage(managed, false),
          },
          { label: texts.checkNow, run: props.onCheck },
          {
            label: props.onMaintenance === null ? texts.tooManyForMaintenance : texts.maintenance,
            disabled: props.onMaintenance === null,
            run: () => props.onMaintenance?.(),
          },
          { label: texts.remove, run: () => setRemoving(miners) },
        ]}
      />
      {removing !== null && (
        <RemoveQuestion
          miners={removing}
          onClose={() => setRemoving(null)}
          onRemove={(history) => {
            setRemoving(null);
            props.onRemove(history);
          }}
        />
      )}
    </>
  );
}

/** A button of the bulk bar that opens a menu above it. */
export function BulkMenu({ label, items }: { label: string; items: readonly ItemOf[] }) {
  return (
    <Menu
      position="top-start"
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      transitionProps={{ duration: 0 }}
    >
      <Menu.Target>
        <Button variant="subtle" color="gray" rightSection={<IconChevronDown size={13} />}>
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown ref={focusFirstItem} aria-label={label}>
        {items.map((item) => (
          <Menu.Item key={item.label} disabled={item.disabled === true} onClick={item.run}>
            {item.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
