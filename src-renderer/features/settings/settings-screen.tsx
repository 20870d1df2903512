import { useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { callErrorMessage } from '../../api/call-error.ts';
import { useConnectionState } from '../../api/use-powerhive.ts';
import { Choice } from '../../ui/choice.tsx';
import { FailureNotice, Skeleton } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { NetworksForm } from './networks-form.tsx';
import { PollingChoice } from './polling-choice.tsx';
import { SecondsAndDays } from './seconds-and-days.tsx';
import classes from './settings-screen.module.css';
import { useSettings } from './use-settings.ts';

const SCHEMES = [
  { value: 'auto', text: 'System' },
  { value: 'light', text: 'Light' },
  { value: 'dark', text: 'Dark' },
] as const;

export function SettingsScreen() {
  const settings = useSettings();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Page title="Settings" about="Saved at once to config.json in the data folder, whole or not at all." narrow>
      <Group title="Theme" about="For this window only.">
        <Choice label="Theme" options={SCHEMES} value={colorScheme} onChange={setColorScheme} />
      </Group>
      {settings.data !== undefined ? (
        <>
          <Group
            title="Networks"
            about="What PowerHive scans, and nothing else: CIDR, range, address or host name, each with an optional :port."
          >
            <NetworksForm key={settings.data.network.subnets.join()} subnets={settings.data.network.subnets} />
          </Group>
          <Group
            title="Intervals"
            about="How often PowerHive looks. A reading is called old after three status intervals."
          >
            <SecondsAndDays
              section="intervals"
              unit="s"
              values={settings.data.intervals}
              fields={[
                { key: 'discovery_seconds', label: 'Discovery', least: 5, most: 86_400 },
                { key: 'status_seconds', label: 'Status', least: 1, most: 86_400 },
                { key: 'telemetry_seconds', label: 'Chip telemetry', least: 5, most: 86_400 },
              ]}
            />
          </Group>
          <Group title="Polling" about="Which miners are read.">
            <PollingChoice required={settings.data.polling.require_max_preset} />
          </Group>
          <Group title="Retention" about="How long the database keeps what was read.">
            <SecondsAndDays
              section="retention"
              unit="days"
              values={settings.data.retention}
              fields={[
                { key: 'status_days', label: 'Statuses', least: 1, most: 3650 },
                { key: 'chip_days', label: 'Chip readings', least: 1, most: 3650 },
              ]}
            />
          </Group>
          <Version />
        </>
      ) : settings.isError ? (
        <FailureNotice title="The settings could not be read" why={callErrorMessage(settings.error)} />
      ) : (
        <Skeleton rows={8} label="Loading settings" />
      )}
    </Page>
  );
}

function Group(props: { title: string; about: string; children: ReactNode }) {
  return (
    <section className={classes.group} aria-label={props.title}>
      <div>
        <h2>{props.title}</h2>
        <p className={classes.about}>{props.about}</p>
      </div>
      <div>{props.children}</div>
    </section>
  );
}

function Version() {
  const connection = useConnectionState();
  if (connection.phase !== 'ready' || connection.version === null) return null;
  return <p className={classes.about}>PowerHive {connection.version}</p>;
}
