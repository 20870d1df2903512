import { useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { callErrorMessage } from '../../api/call-error.ts';
import { useDesktop } from '../../api/use-desktop.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { useSettings } from '../../api/use-settings.ts';
import { Choice } from '../../ui/choice.tsx';
import { FailureNotice, Skeleton } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { BackupLine } from './backup-line.tsx';
import { DiskUse } from './disk-use.tsx';
import { LoginChoice } from './login-choice.tsx';
import { NetworksForm } from './networks-form.tsx';
import { NotificationsChoice } from './notifications-choice.tsx';
import { PollingChoice } from './polling-choice.tsx';
import { RestChoice } from './rest-choice.tsx';
import { SCHEMES } from './schemes.ts';
import { SecretsChoice } from './secrets-choice.tsx';
import { SettingNumbers } from './setting-numbers.tsx';
import classes from './settings-group.module.css';
import { SettingsGroup as Group } from './settings-group.tsx';
import { UpdatesChoice } from './updates-choice.tsx';

export function SettingsScreen() {
  const settings = useSettings();
  const desktop = useDesktop();
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
            <SettingNumbers
              section="intervals"
              unit="s"
              values={settings.data.intervals}
              fields={[
                { key: 'discovery_seconds', label: 'Discovery' },
                { key: 'status_seconds', label: 'Status' },
                { key: 'telemetry_seconds', label: 'Chip telemetry' },
              ]}
            />
          </Group>
          <Group title="Polling" about="Which miners are read.">
            <PollingChoice required={settings.data.polling.require_max_preset} />
          </Group>
          <Group title="Retention" about="How long the database keeps what was read.">
            <DiskUse />
            <SettingNumbers
              section="retention"
              unit="days"
              values={settings.data.retention}
              fields={[
                { key: 'status_days', label: 'Every status' },
                { key: 'status_5min_days', label: 'By 5 minutes' },
                { key: 'status_1h_days', label: 'By the hour' },
                { key: 'chip_days', label: 'Every chip reading' },
                { key: 'chip_1h_days', label: 'Chips by the hour' },
                { key: 'chip_1d_days', label: 'Chips by the day' },
              ]}
            />
          </Group>
          <Group title="Backups" about="What could not be had again if the database were lost.">
            <BackupLine keep={settings.data.backups.keep} />
            <SettingNumbers
              section="backups"
              unit="kept"
              values={settings.data.backups}
              fields={[{ key: 'keep', label: 'Daily backups', about: '0 makes none' }]}
            />
          </Group>
          {desktop.data !== undefined && (
            <>
              <Group title="Notifications" about="Calls of the system, wherever the window is.">
                <NotificationsChoice notifications={settings.data.notifications} desktop={desktop.data} />
              </Group>
              <Group
                title="REST for other tools"
                about="The farm as JSON, for scripts and dashboards on this computer."
              >
                <RestChoice http={settings.data.http} />
              </Group>
              <Group title="Start at login" about="A farm is watched only while PowerHive runs.">
                <LoginChoice desktop={desktop.data} />
              </Group>
              <Group title="Passwords and keys" about="How the miners' secrets lie on the disk.">
                <SecretsChoice desktop={desktop.data} />
              </Group>
              <Group title="Updates" about="Nothing is fetched or installed unless you say so.">
                <UpdatesChoice desktop={desktop.data} />
              </Group>
            </>
          )}
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

/** What this is, and what it is built from. */
function Version() {
  const { orpc } = usePowerHive();
  const health = useQuery(orpc.app.health.queryOptions());
  return (
    <p className={classes.about}>
      PowerHive {health.data?.version} · <Link href="/settings/licences">Licences</Link>
    </p>
  );
}
