import { ActionIcon, Button } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconArrowBarToLeft, IconArrowBarToRight, IconArrowLeft, IconX } from '@tabler/icons-react';
import { type ReactNode, useRef } from 'react';
import { useKeys } from '../keys/use-keys.ts';
import { uiTexts } from '../ui-texts.ts';
import classes from './side-panel.module.css';
import { useFocusedInPlace } from './use-focused-in-place.ts';

/**
 * A panel beside a table, narrow or wide. The width is remembered for all panels. A narrow one that
 * is `roomy` is wider in a large window.
 */
export function SidePanel(props: {
  label: string;
  onClose: () => void;
  children: ReactNode;
  roomy?: boolean;
  /** Something is filled in here: no letter typed in it is a key of what is behind. */
  isForm?: boolean;
}) {
  const [wide, setWide] = useLocalStorage({ key: 'powerhive.wide-panel', defaultValue: false });
  const panel = useRef<HTMLElement>(null);
  const before = useRef<HTMLElement | null>(null);
  const width = wide ? 'wide' : props.roomy === true ? 'roomy' : 'narrow';
  useKeys({
    w: () => setWide(!wide),
    i: () => {
      const { activeElement } = document;
      if (panel.current?.contains(activeElement) === true) {
        // The element that had the focus may not exist any more.
        if (before.current?.isConnected === true) before.current.focus();
        else panel.current.blur();
        return;
      }
      before.current = activeElement instanceof HTMLElement ? activeElement : null;
      panel.current?.focus();
    },
  });
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      data-side-panel={width}
      data-form={props.isForm === true ? true : undefined}
      className={width === 'narrow' ? classes.panel : `${classes.panel} ${classes[width]}`}
      aria-label={props.label}
    >
      <div className={classes.back}>
        <Button variant="subtle" size="compact-sm" leftSection={<IconArrowLeft size={15} />} onClick={props.onClose}>
          {uiTexts.back}
        </Button>
      </div>
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

/** The scrolling part of a panel, below its head. */
export function SidePanelBody({ children }: { children: ReactNode }) {
  const body = useRef<HTMLDivElement>(null);
  useFocusedInPlace(body);
  return (
    <div ref={body} className={classes.body}>
      <div>{children}</div>
    </div>
  );
}
