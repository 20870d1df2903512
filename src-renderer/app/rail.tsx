import { Tooltip } from '@mantine/core';
import { IconActivity, IconAlertTriangle, IconLayoutGrid, IconList, IconSettings } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { Link, useLocation } from 'wouter';
import classes from './rail.module.css';

interface Place {
  readonly path: string;
  readonly name: string;
  readonly icon: ComponentType<{ size?: number; stroke?: number }>;
}

const PLACES: readonly Place[] = [
  { path: '/fleet', name: 'Fleet', icon: IconList },
  { path: '/models', name: 'Models', icon: IconLayoutGrid },
  { path: '/anomalies', name: 'Anomalies', icon: IconAlertTriangle },
  { path: '/activity', name: 'Activity', icon: IconActivity },
  { path: '/settings', name: 'Settings', icon: IconSettings },
];

/** The way to the screens. */
export function Rail({ fleetPlace }: { fleetPlace: string }) {
  const [location] = useLocation();
  return (
    <nav className={classes.rail} aria-label="Screens">
      {PLACES.map(({ path, name, icon: Icon }) => (
        <Tooltip key={path} label={name} position="right">
          <Link
            href={path === '/fleet' ? fleetPlace : path}
            className={classes.place}
            aria-label={name}
            aria-current={location.startsWith(path) ? 'page' : undefined}
          >
            <Icon size={19} stroke={1.6} />
          </Link>
        </Tooltip>
      ))}
    </nav>
  );
}
