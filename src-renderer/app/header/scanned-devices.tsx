import { Popover } from '@mantine/core';
import type { Scan } from '../../../src-shared/model/index.ts';
import { DeviceList } from '../../features/scans/device-list.tsx';
import { scansTexts } from '../../features/scans/scans-texts.ts';
import { appTexts } from '../app-texts.ts';
import { devicesWords } from './scan-words.ts';
import classes from './scanned-devices.module.css';

const texts = appTexts.devices;

/**
 * The other devices that a scan found: their number, and a list when opened. Nothing if it found
 * only miners.
 */
export function ScannedDevices({ scan }: { scan: Scan }) {
  const others = devicesWords(scan);
  if (others === null) return null;
  const miners = texts.miners(scan.miners_found);
  return (
    <Popover trapFocus returnFocus position="bottom-end">
      <Popover.Target>
        <button type="button" className={classes.opener} title={`${miners}, ${others}`}>
          <span className={classes.miners}>{miners}, </span>
          {others}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={texts.title}>
        <div className={classes.list}>
          <DeviceList scan={scan} />
        </div>
        <p className={classes.note}>{scansTexts.note}</p>
      </Popover.Dropdown>
    </Popover>
  );
}
