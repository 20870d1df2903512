import type { Scan, ScannedDevice } from '../../../src-shared/model/index.ts';
import classes from './device-list.module.css';
import { scansTexts as texts } from './scans-texts.ts';

const KINDS = ['other_device', 'not_identified'] as const;

/** Other devices that a scan found: each address, what responds there, and what to do about it. */
export function DeviceList({ scan }: { scan: Scan }) {
  const missing = scan.not_miners - scan.devices.length;
  return (
    <>
      {KINDS.map((kind) => (
        <DeviceGroup
          key={kind}
          title={texts.kinds[kind]}
          toDo={texts.toDo[kind]}
          devices={scan.devices.filter((device) => device.kind === kind)}
        />
      ))}
      {missing > 0 && <p>{texts.more(missing)}</p>}
    </>
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
