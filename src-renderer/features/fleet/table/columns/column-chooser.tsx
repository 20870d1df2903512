import { ActionIcon, Button, Checkbox, Popover } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns3, IconMinus, IconPlus } from '@tabler/icons-react';
import { type ComponentType, memo } from 'react';
import { fleetTexts } from '../../fleet-texts.ts';
import classes from './column-chooser.module.css';
import { COLUMNS } from './fleet-columns.ts';
import {
  ALWAYS_SHOWN,
  DEFAULT_LAYOUT,
  type FleetLayout,
  moveColumn,
  resizeColumn,
  sameLayout,
  toggleColumn,
} from './fleet-layout.ts';

const texts = fleetTexts.columns;
const WIDTH_STEP_PX = 16;

/** Chooses the columns, their order and their widths. */
export const ColumnChooser = memo(function ColumnChooser(props: {
  layout: FleetLayout;
  onLayout: (layout: FleetLayout) => void;
}) {
  const { layout, onLayout } = props;
  const columns = layout.order.flatMap((id) => COLUMNS.filter((column) => column.id === id));
  const usual = { ...DEFAULT_LAYOUT, sort: layout.sort };
  return (
    <Popover trapFocus returnFocus withinPortal={false} position="bottom-end">
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={14} />}>
          {texts.button}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={texts.button}>
        <ul className={classes.list}>
          {columns.map(({ id, title, widthPx }, index) => {
            const own = layout.widths_px[id] ?? widthPx;
            return (
              <li key={id} className={classes.item}>
                <Checkbox
                  label={title}
                  className={classes.name}
                  checked={!layout.hidden.includes(id)}
                  disabled={id === ALWAYS_SHOWN}
                  onChange={() => onLayout(toggleColumn(layout, id))}
                />
                <Step
                  does={texts.up(title)}
                  icon={IconArrowUp}
                  disabled={index === 0}
                  onClick={() => onLayout(moveColumn(layout, id, -1))}
                />
                <Step
                  does={texts.down(title)}
                  icon={IconArrowDown}
                  disabled={index === columns.length - 1}
                  onClick={() => onLayout(moveColumn(layout, id, 1))}
                />
                <Step
                  does={texts.narrower(title)}
                  icon={IconMinus}
                  onClick={() => onLayout(resizeColumn(layout, id, own - WIDTH_STEP_PX))}
                />
                <Step
                  does={texts.wider(title)}
                  icon={IconPlus}
                  onClick={() => onLayout(resizeColumn(layout, id, own + WIDTH_STEP_PX))}
                />
              </li>
            );
          })}
        </ul>
        <p className={classes.note}>{texts.note}</p>
        <Button variant="default" fullWidth disabled={sameLayout(layout, usual)} onClick={() => onLayout(usual)}>
          {texts.reset}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
});

function Step(props: {
  does: string;
  icon: ComponentType<{ size?: number }>;
  disabled?: boolean;
  onClick: () => void;
}) {
  const { icon: Icon } = props;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={props.does}
      title={props.does}
      disabled={props.disabled === true}
      onClick={props.onClick}
    >
      <Icon size={13} />
    </ActionIcon>
  );
}
