import { Menu } from '@mantine/core';
import { Link } from 'wouter';
import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { useOpenMinerPage } from '../../api/use-open-miner-page.ts';
import { compareWith, wantedPalette } from '../../api/wanted-palette.ts';
import { formatComparePath, pairOf } from '../../miner-view/locations/compare-location.ts';
import { focusFirstItem } from '../../ui/keys/focus-first-item.ts';
import { wantAllowed } from '../jobs/actions/allow-link.tsx';
import { useAct, useIsActing } from '../jobs/actions/use-act.ts';
import { VerbItems } from '../jobs/actions/verb-items.tsx';
import { menuVerbs } from '../jobs/actions/verbs.ts';
import { jobsTexts } from '../jobs/jobs-texts.ts';
import { minerTexts } from '../miner/miner-texts.ts';
import { bulkTexts } from './bulk/bulk-texts.ts';
import classes from './row-menu.module.css';

const texts = jobsTexts.menu;

/** Position of a menu, and the miners that it is for: the selection, or one row. */
export interface RowMenuAnchor {
  readonly ids: readonly string[];
  readonly x: number;
  readonly y: number;
}

/**
 * Actions for a row, or for the selection that contains it. Opened by right click, `.` or the menu
 * key.
 */
export function RowMenu(props: {
  anchor: RowMenuAnchor;
  miners: readonly Miner[];
  text: string;
  /** The search has an error: the rows belong to another query. */
  broken: boolean;
  onRename: () => void;
  onClose: () => void;
}) {
  const { anchor, miners, text, broken, onClose } = props;
  const isActing = useIsActing();
  const act = useAct();
  const openPage = useOpenMinerPage();
  const [first] = miners;
  const pair = pairOf(miners);
  const label = miners.length === 1 && first !== undefined ? minerName(first) : texts.selected(miners.length);
  return (
    <Menu
      opened
      onClose={onClose}
      position="bottom-start"
      // The menu is longer than the space below most rows: it is moved up where it does not fit.
      middlewares={{ flip: false, shift: { crossAxis: true, padding: 8 } }}
      withinPortal={false}
      returnFocus={false}
      withInitialFocusPlaceholder={false}
      transitionProps={{ duration: 0 }}
      trapFocus
    >
      <Menu.Target>
        <button
          type="button"
          tabIndex={-1}
          aria-label={texts.label(label)}
          className={classes.anchor}
          style={{ left: anchor.x, top: anchor.y }}
        />
      </Menu.Target>
      <Menu.Dropdown ref={focusFirstItem} className={classes.menu}>
        <Menu.Label>{label}</Menu.Label>
        <VerbItems
          verbs={menuVerbs(miners)}
          miners={miners}
          onVerb={(verb) => act(verb, anchor.ids, text)}
          {...(isActing !== true ? { none: jobsTexts.readOnlyShort } : broken && { none: jobsTexts.queryErrorShort })}
        />
        {isActing === false && (
          <Menu.Item component={Link} href="/settings" onClick={wantAllowed}>
            {jobsTexts.allow}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item rightSection={<kbd>{texts.renameKey}</kbd>} disabled={broken} onClick={props.onRename}>
          {texts.rename}
        </Menu.Item>
        {pair !== null && (
          <Menu.Item component={Link} href={formatComparePath(pair)}>
            {bulkTexts.compare}
          </Menu.Item>
        )}
        {miners.length === 1 && first !== undefined && (
          <Menu.Item onClick={() => wantedPalette.set({ text: compareWith(first) })}>
            {minerTexts.compare.with}
          </Menu.Item>
        )}
        {miners.length === 1 && first !== undefined && (
          <Menu.Item
            rightSection={<kbd>{texts.pageKey}</kbd>}
            disabled={first.ip === null}
            onClick={() => openPage(first)}
          >
            {texts.page}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
