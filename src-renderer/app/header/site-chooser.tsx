import { Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useLocation } from 'wouter';
import { usePowerHive, useSiteChoice } from '../../api/use-powerhive.ts';
import { siteMark } from '../../features/sites/site-marks.ts';
import { shortSiteWords } from '../../features/sites/site-words.ts';
import { SITES_PATH } from '../../features/sites/sites-path.ts';
import { sitesTexts as texts } from '../../features/sites/sites-texts.ts';
import { useSites } from '../../features/sites/use-sites.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import classes from './site-chooser.module.css';

/** Selects the farm that is shown. Present only if another site is known. */
export function SiteChooser() {
  const { site } = usePowerHive();
  const { choose } = useSiteChoice();
  const { sites } = useSites();
  const [path] = useLocation();
  if (sites.length === 0 && site === null) return null;
  const shown = site?.name ?? (path === SITES_PATH ? texts.all : texts.here);
  return (
    <Menu position="bottom-start" withinPortal transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <button type="button" className={classes.chooser} data-remote={site !== null} aria-label={texts.chooser(shown)}>
          <span className={classes.name}>{shown}</span>
          <IconChevronDown size={14} stroke={1.6} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => choose(null)}>{texts.here}</Menu.Item>
        {sites.map((one) => (
          <Menu.Item
            key={one.id}
            leftSection={<StateMark {...siteMark(one)} />}
            rightSection={<span className={classes.phase}>{shortSiteWords(one)}</span>}
            onClick={() => choose(one.id)}
          >
            {one.name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => choose(null, SITES_PATH)}>{texts.all}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
