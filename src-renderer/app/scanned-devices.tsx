import { Popover } from '@mantine/core';
import type { Scan, ScannedDevice } from '../../src-shared/model/index.ts';
import { appTexts } from './app-texts.ts';
import { devicesWords } from './scan-words.ts';
import classes from './scanned-devices.module.css';

const texts = appTexts.devices;
const KINDS = ['other_device', 'not_identified'] as const;

/**
 * What a scan met beside miners: how many, and which when it is opened. Nothing where it met only
 * miners.
 */
export function ScannedDevices({ scan }: { scan: Scan }) {
  const words = devicesWords(scan);
  if (words === null) return null;
  const missing = scan.not_miners - scan.devices.length;
  return (
    <Popover trapFocus returnFocus position="bottom-end">
      <Popover.Target>
        <button type="button" className={classes.opener}>
          {words}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={texts.title}>
        <div className={classes.list}>
          {KINDS.map((kind) => (
            <DeviceGroup
              key={kind}
              title={texts.kinds[kind]}
              toDo={texts.toDo[kind]}
              devices={scan.devices.filter((device) => device.kind === kind)}
            />
          ))}
          {missing > 0 && <p>{texts.more(missing)}</p>}
        </div>
        <p className={classes.note}>{texts.note}</p>
      </Popover.Dropdown>
    </Popover>
  );
}

function DeviceGroup(props: { title: string; toDo: string | null; devices: readonly ScannedDevice[] }) {
  if (props.devices.length === 0) return null;
  return (
    <section>
      <h2 className={classes.title}>{props.title}</h2>
      <ul>
        {props.devices.map(({ ip, what }) => (
          <li key={ip} className={classes.device}>
            <span className={classes.ip}>{ip}</span> {what}
          </li>
        ))}
      </ul>
      {props.toDo !== null && <p className={classes.note}>{props.toDo}</p>}
    </section>
  );
}
