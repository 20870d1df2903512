import { Tooltip } from '@mantine/core';
import {
  IconActivity,
  IconAlertTriangle,
  IconChartLine,
  IconLayoutDashboard,
  IconLayoutGrid,
  IconList,
  IconPlayerPlay,
  IconSettings,
} from '@tabler/icons-react';
import type { ComponentType, MouseEvent } from 'react';
import { Link, useLocation } from 'wouter';
import { isCriticalNow } from '../../src-shared/alerts/urgency.ts';
import { useOpenIncidents } from '../api/use-open-incidents.ts';
import { useMoreProblems } from '../features/incidents/list/use-more-problems.ts';
import { useHaltedJobs } from '../features/jobs/job/halted-jobs.ts';
import { appTexts } from './app-texts.ts';
import classes from './rail.module.css';
import { SCREENS, type ScreenPath } from './screens.ts';

const ICONS: Readonly<Record<ScreenPath, ComponentType<{ size?: number; stroke?: number }>>> = {
  '/overview': IconLayoutDashboard,
  '/fleet': IconList,
  '/jobs': IconPlayerPlay,
  '/history': IconChartLine,
  '/models': IconLayoutGrid,
  '/incidents': IconAlertTriangle,
  '/activity': IconActivity,
  '/settings': IconSettings,
};

const MOST_SHOWN = 99;

/** A preview is opened beside the fleet, and a comparison of miners from it. */
function screenPath(location: string): string {
  return location.startsWith('/jobs/new') || location.startsWith('/miners/') ? '/fleet' : location;
}

const NOTHING = { count: 0, critical: false };

/** Badges of the screens: the problems that "Needs you" lists, and jobs that halted or did nothing. */
function useBadges(shown: string): Partial<Record<ScreenPath, Badge>> {
  const open = useOpenIncidents();
  const halted = useHaltedJobs(shown.startsWith('/jobs'));
  const more = useMoreProblems();
  const { withOpen, openTip, withHalted } = appTexts.rail;
  return {
    '/incidents': {
      count: open.length + more,
      critical: open.some(isCriticalNow),
      label: (name) => withOpen(name, open.length, more),
      tip: (letter) => openTip(open.length, more, letter),
    },
    '/jobs': { count: halted, critical: true, label: (name) => withHalted(name, halted) },
  };
}

/** After a click the keys belong to the screen: Enter would follow the link again. */
function leaveAfterClick({ detail, currentTarget }: MouseEvent<HTMLAnchorElement>): void {
  if (detail > 0) currentTarget.blur();
}

interface Badge {
  readonly count: number;
  readonly critical: boolean;
  readonly label: (name: string) => string;
  /** What is said of it where that is more than its label and its key. */
  readonly tip?: (letter: string) => string;
}

/** Links to the screens, with badges. */
export function Rail({ wholeFleet, onFleet }: { wholeFleet: string; onFleet: () => void }) {
  const [location] = useLocation();
  const badges = useBadges(screenPath(location));
  return (
    <nav className={classes.rail} aria-label={appTexts.rail.screens}>
      {SCREENS.map(({ path, name, letter }) => {
        const Icon = ICONS[path];
        const { count, critical } = badges[path] ?? NOTHING;
        const label = count > 0 ? (badges[path]?.label(name) ?? name) : name;
        return (
          <Tooltip
            key={path}
            label={(count > 0 ? badges[path]?.tip?.(letter) : undefined) ?? appTexts.rail.tip(label, letter)}
            position="right"
          >
            <Link
              href={path === '/fleet' ? wholeFleet : path}
              className={classes.screen}
              onClick={(event) => {
                leaveAfterClick(event);
                if (path === '/fleet') onFleet();
              }}
              aria-label={label}
              aria-current={screenPath(location).startsWith(path) ? 'page' : undefined}
            >
              <Icon size={19} stroke={1.6} />
              <span className={classes.word} aria-hidden="true">
                {name}
              </span>
              {count > 0 && (
                // Drawn from the attribute: its text would have to be part of the name of the link.
                <span
                  className={classes.badge}
                  data-critical={critical}
                  data-count={count > MOST_SHOWN ? `${MOST_SHOWN}+` : count}
                  aria-hidden="true"
                />
              )}
            </Link>
          </Tooltip>
        );
      })}
    </nav>
  );
}
