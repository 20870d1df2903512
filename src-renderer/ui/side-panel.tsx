import { ActionIcon } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconArrowBarToLeft, IconArrowBarToRight, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './side-panel.module.css';
import { uiTexts } from './ui-texts.ts';
import { useKeys } from './use-keys.ts';

/**
 * What opens beside a table: as narrow as it can be, or with half the window; remembered for all of
 * them.
 */
export function SidePanel(props: { label: string; onClose: () => void; children: ReactNode }) {
  const [wide, setWide] = useLocalStorage({ key: 'powerhive.wide-panel', defaultValue: false });
  useKeys({ w: () => setWide(!wide) });
  return (
    <aside className={wide ? `${classes.panel} ${classes.wide}` : classes.panel} aria-label={props.label}>
      <div className={classes.tools}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={wide ? uiTexts.narrowPanel : uiTexts.widenPanel}
          onClick={() => setWide(!wide)}
        >
          {wide ? <IconArrowBarToRight size={15} /> : <IconArrowBarToLeft size={15} />}
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={uiTexts.close} onClick={props.onClose}>
          <IconX size={15} />
        </ActionIcon>
      </div>
      {props.children}
    </aside>
  );
}

/** The part of a panel that scrolls below its head. */
export function SidePanelBody({ children }: { children: ReactNode }) {
  return <div className={classes.body}>{children}</div>;
}
