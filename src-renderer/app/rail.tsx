import { Tooltip } from '@mantine/core';
import {
  IconActivity,
  IconAlertTriangle,
  IconLayoutDashboard,
  IconLayoutGrid,
  IconList,
  IconPlayerPlay,
  IconSettings,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { Link, useLocation } from 'wouter';
import { useNeededAttention } from '../features/anomalies/use-anomalies.ts';
import { appTexts } from './app-texts.ts';
import { PLACES, type PlacePath } from './places.ts';
import classes from './rail.module.css';

const ICONS: Readonly<Record<PlacePath, ComponentType<{ size?: number; stroke?: number }>>> = {
  '/overview': IconLayoutDashboard,
  '/fleet': IconList,
  '/jobs': IconPlayerPlay,
  '/models': IconLayoutGrid,
  '/anomalies': IconAlertTriangle,
  '/activity': IconActivity,
  '/settings': IconSettings,
};

const MOST_SHOWN = 99;

/** A preview stands beside the fleet. */
function screenPath(location: string): string {
  return location.startsWith('/jobs/new') ? '/fleet' : location;
}

/** The way to the screens, with how many miners need attention: as many as the header says. */
export function Rail({ fleetPlace }: { fleetPlace: string }) {
  const [location] = useLocation();
  const attention = useNeededAttention();
  return (
    <nav className={classes.rail} aria-label={appTexts.rail.screens}>
      {PLACES.map(({ path, name, letter }) => {
        const Icon = ICONS[path];
        const badge = path === '/anomalies' && attention.miners > 0;
        const label = badge ? appTexts.rail.withCount(name, attention.miners) : name;
        return (
          <Tooltip key={path} label={appTexts.rail.tip(label, letter)} position="right">
            <Link
              href={path === '/fleet' ? fleetPlace : path}
              className={classes.place}
              aria-label={label}
              aria-current={screenPath(location).startsWith(path) ? 'page' : undefined}
            >
              <Icon size={19} stroke={1.6} />
              <span className={classes.word} aria-hidden="true">
                {name}
              </span>
              {badge && (
                <span className={classes.badge} data-critical={attention.critical} aria-hidden="true">
                  {attention.miners > MOST_SHOWN ? `${MOST_SHOWN}+` : attention.miners}
                </span>
              )}
            </Link>
          </Tooltip>
        );
      })}
    </nav>
  );
}
