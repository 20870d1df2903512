import { useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { callErrorMessage } from '../../api/call-error.ts';
import { useDesktop } from '../../api/use-desktop.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { useSettings } from '../../api/use-settings.ts';
import { FailureCallout, Skeleton } from '../../ui/feedback/callout.tsx';
import { Choice } from '../../ui/forms/choice.tsx';
import { Page } from '../../ui/layout/page.tsx';
import { RichText } from '../../ui/rich-text.tsx';
import { jobsTexts } from '../jobs/jobs-texts.ts';
import { SitesChoice } from '../sites/sites-choice.tsx';
import { sitesTexts } from '../sites/sites-texts.ts';
import { ChannelsChoice } from './channels/channels-choice.tsx';
import { channelsTexts } from './channels/channels-texts.ts';
import { EscalationForm } from './channels/escalation-form.tsx';
import { SCHEMES } from './color-schemes.ts';
import { BackupLine } from './computer/backup-line.tsx';
import { computerTexts } from './computer/computer-texts.ts';
import { DiskUse } from './computer/disk-use.tsx';
import { LoginChoice } from './computer/login-choice.tsx';
import { RestApiChoice } from './computer/rest-api-choice.tsx';
import { RetentionForm } from './computer/retention-form.tsx';
import { SecretsChoice } from './computer/secrets-choice.tsx';
import { UpdatesChoice } from './computer/updates-choice.tsx';
import { DestinationsChoice } from './destinations/destinations-choice.tsx';
import { destinationsTexts } from './destinations/destinations-texts.ts';
import { ActionsChoice } from './farm/actions-choice.tsx';
import { farmSettingsTexts } from './farm/farm-settings-texts.ts';
import { MinerPasswordsChoice } from './farm/miner-passwords-choice.tsx';
import { MoneyForm } from './farm/money-form.tsx';
import { NetworksForm } from './farm/networks-form.tsx';
import { OwnPoolsChoice } from './farm/own-pools-choice.tsx';
import { PollingChoice } from './farm/polling-choice.tsx';
import { PoolsSeen } from './farm/pools-seen.tsx';
import { SiteNameForm } from './farm/site-name-form.tsx';
import { TemperatureChoice } from './farm/temperature-choice.tsx';
import { ThresholdsForm } from './farm/thresholds-form.tsx';
import { ThresholdsList } from './farm/thresholds-list.tsx';
import { NotificationsChoice } from './notifications/notifications-choice.tsx';
import { notificationsTexts } from './notifications/notifications-texts.ts';
import { SettingNumbers } from './parts/setting-numbers.tsx';
import classes from './parts/settings-group.module.css';
import { SettingsGroup as Group } from './parts/settings-group.tsx';
import index from './section-index.module.css';
import { SectionIndex } from './section-index.tsx';
import { settingsTexts } from './settings-texts.ts';
import { TokensChoice } from './tokens/tokens-choice.tsx';
import { tokensTexts } from './tokens/tokens-texts.ts';
import { useSettingsOf } from './use-settings-of.ts';

const { theme } = settingsTexts;
const { temperature, networks, passwords, intervals, monitoring, thresholds, poolsSeen, ownPools } = farmSettingsTexts;
const { retention, backups, rest, login, desktopApp, secrets, updates } = computerTexts;
const { notifications } = notificationsTexts;

export function SettingsScreen() {
  const settings = useSettings();
  const { site } = usePowerHive();
  const desktop = useDesktop();
  const of = useSettingsOf();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className={index.screen}>
      <div className={index.settings}>
        <Page title={settingsTexts.title} about={settingsTexts.about} narrow>
          <Group title={theme.title} about={theme.about}>
            <Choice label={theme.title} options={SCHEMES} value={colorScheme} onChange={setColorScheme} />
          </Group>
          {site === null && settings.data !== undefined && (
            <Group title={temperature.title} about={temperature.about}>
              <TemperatureChoice display={settings.data.display} />
            </Group>
          )}
          {site !== null ? (
            <p>{settingsTexts.ofSite(site.name)}</p>
          ) : settings.data !== undefined ? (
            <>
              <Group title={networks.title} about={networks.about}>
                <NetworksForm subnets={settings.data.network.subnets} />
              </Group>
              <Group title={passwords.title} about={passwords.about}>
                <MinerPasswordsChoice />
              </Group>
              <Group title={intervals.title} about={intervals.about}>
                <SettingNumbers
                  section="intervals"
                  unit={intervals.unit}
                  save={intervals.save}
                  values={settings.data.intervals}
                  fields={[
                    { key: 'discovery_seconds', label: intervals.discovery },
                    { key: 'status_seconds', label: intervals.status },
                    { key: 'telemetry_seconds', label: intervals.telemetry },
                  ]}
                />
              </Group>
              <Group title={monitoring.title} about={monitoring.about}>
                <PollingChoice polling={settings.data.polling} />
              </Group>
              <Group title={thresholds.title} about={thresholds.about}>
                <ThresholdsForm thresholds={settings.data.thresholds} />
                <ThresholdsList />
              </Group>
              <Group title={jobsTexts.settings.title} about={jobsTexts.settings.about}>
                <ActionsChoice enabled={settings.data.actions.enabled} />
              </Group>
              <Group title={poolsSeen.title} about={poolsSeen.about}>
                <PoolsSeen />
              </Group>
              <Group title={ownPools.title} about={ownPools.about}>
                <OwnPoolsChoice />
              </Group>
              <Group title={channelsTexts.title} about={channelsTexts.about}>
                <ChannelsChoice />
                <EscalationForm escalation={settings.data.notifications.escalation} />
              </Group>
              <Group title={destinationsTexts.title} about={destinationsTexts.about}>
                <DestinationsChoice />
              </Group>
              <Group title={farmSettingsTexts.money.title} about={farmSettingsTexts.money.about}>
                <MoneyForm farm={settings.data.farm} />
              </Group>
              <Group title={farmSettingsTexts.site.title} about={farmSettingsTexts.site.about}>
                <SiteNameForm site={settings.data.site} />
              </Group>
              <Group title={sitesTexts.title} about={sitesTexts.about}>
                <SitesChoice />
              </Group>
              <Group title={tokensTexts.title} about={tokensTexts.about}>
                <TokensChoice />
              </Group>
              <Group title={retention.title} about={retention.about}>
                <DiskUse />
                <RetentionForm retention={settings.data.retention} />
              </Group>
              <Group title={backups.title} about={backups.about}>
                <BackupLine keep={settings.data.backups.keep} />
                <SettingNumbers
                  section="backups"
                  unit={backups.unit}
                  save={backups.save}
                  values={settings.data.backups}
                  fields={[{ key: 'keep', label: backups.keep, about: backups.keepAbout }]}
                />
              </Group>
              {desktop.data != null && (
                <Group title={notifications.title} about={notifications.about}>
                  <NotificationsChoice notifications={settings.data.notifications} desktop={desktop.data} />
                </Group>
              )}
              <Group title={rest.title} about={rest.about}>
                <RestApiChoice http={settings.data.http} />
              </Group>
              {desktop.data != null && (
                <>
                  <Group title={login.title} about={login.about}>
                    <LoginChoice desktop={desktop.data} />
                  </Group>
                  <Group title={secrets.title} about={secrets.about}>
                    <SecretsChoice desktop={desktop.data} />
                  </Group>
                  <Group title={updates.title} about={updates.about}>
                    <UpdatesChoice desktop={desktop.data} />
                  </Group>
                </>
              )}
              {desktop.data === null && (
                <Group title={desktopApp.title} about={desktopApp.about}>
                  <p className={classes.about}>{desktopApp.only}</p>
                  <p className={classes.about}>{desktopApp.start}</p>
                  <p className={classes.about}>{desktopApp.secrets}</p>
                </Group>
              )}
              <Version />
            </>
          ) : settings.isError ? (
            <FailureCallout title={settingsTexts.failed} why={callErrorMessage(settings.error)} />
          ) : (
            <Skeleton rows={8} label={settingsTexts.loading} />
          )}
        </Page>
      </div>
      <SectionIndex of={of} />
    </div>
  );
}

/** The version, and the licences of components. */
function Version() {
  const { orpc } = usePowerHive();
  const health = useQuery(orpc.app.health.queryOptions());
  return (
    <p className={classes.about}>
      <RichText
        text={settingsTexts.version(health.data?.version ?? '')}
        slots={{ licences: <Link href="/settings/licences">{computerTexts.licences.link}</Link> }}
      />
    </p>
  );
}
