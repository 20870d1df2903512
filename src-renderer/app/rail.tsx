import { Tooltip } from '@mantine/core';
import { IconActivity, IconAlertTriangle, IconLayoutGrid, IconList, IconSettings } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { Link, useLocation } from 'wouter';
import { PLACES, type PlacePath } from './places.ts';
import classes from './rail.module.css';

const ICONS: Readonly<Record<PlacePath, ComponentType<{ size?: number; stroke?: number }>>> = {
  '/fleet': IconList,
  '/models': IconLayoutGrid,
  '/anomalies': IconAlertTriangle,
  '/activity': IconActivity,
  '/settings': IconSettings,
};

/** The way to the screens. */
export function Rail({ fleetPlace }: { fleetPlace: string }) {
  const [location] = useLocation();
  return (
    <nav className={classes.rail} aria-label="Screens">
      {PLACES.map(({ path, name, letter }) => {
        const Icon = ICONS[path];
        return (
          <Tooltip key={path} label={`${name} (g ${letter})`} position="right">
            <Link
              href={path === '/fleet' ? fleetPlace : path}
              className={classes.place}
              aria-label={name}
              aria-current={location.startsWith(path) ? 'page' : undefined}
            >
              <Icon size={19} stroke={1.6} />
            </Link>
          </Tooltip>
        );
      })}
    </nav>
  );
}
