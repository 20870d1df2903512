import { NumberInput, PasswordInput, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { AlertSeverity, Channel, ChannelKind, QuietHours } from '../../../../src-shared/model/index.ts';
import { DIGEST_AT } from '../../../../src-shared/setting-defaults/digest.ts';
import { FIRST_QUIET_HOURS } from '../../../../src-shared/setting-defaults/quiet-hours.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { Dialog } from '../../../ui/forms/dialog.tsx';
import { QuietSeverity } from '../notifications/quiet-severity.tsx';
import { cardTexts } from '../parts/card-texts.ts';
import classes from '../parts/cards.module.css';
import { type FormRefusal, messageAt, refusalOf, unplacedMessage } from '../parts/refusal-of.ts';
import { SettingSwitch } from '../parts/setting-switch.tsx';
import { FormEnd } from '../parts/settings-card.tsx';
import {
  CHANNEL_FIELDS,
  type ChannelField,
  emptyFields,
  type FieldTexts,
  initialTexts,
  SECURITIES,
  settingsOf,
  timesOf,
  wrongAddresses,
} from './channel-fields.ts';
import { channelsTexts as texts } from './channels-texts.ts';

const SEVERITIES = (['info', 'warning', 'critical'] as const).map((value) => ({
  value,
  label: texts.severities[value],
}));

/** The path of a setting in a refusal. */
const settingPath = (key: string): string => `settings.${key}`;

/** Adds or changes a channel. Secrets can be entered but are never shown. */
export function ChannelForm(props: {
  kind: Exclude<ChannelKind, 'desktop'>;
  channel: Channel | null;
  onClose: () => void;
  onSaved: () => void;
}) {
  const { kind, channel, onClose, onSaved } = props;
  const { client } = usePowerHive();
  const hasSecret = channel?.has_secret ?? false;
  const [name, setName] = useState(channel?.name ?? texts.kinds[kind]);
  const [values, setValues] = useState<FieldTexts>(() => initialTexts(kind, channel));
  const [enabled, setEnabled] = useState(channel?.enabled ?? true);
  const [severity, setSeverity] = useState<AlertSeverity>(channel?.min_severity ?? 'warning');
  const [quiet, setQuiet] = useState<QuietHours | null>(channel?.quiet_hours ?? null);
  const [digest, setDigest] = useState((channel?.digest_at ?? DIGEST_AT).join(', '));
  const [isSaving, setSaving] = useState(false);
  const [empty, setEmpty] = useState<ReadonlySet<string>>(new Set());
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});
  const [failure, setFailure] = useState<FormRefusal | null>(null);

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const missing = emptyFields(kind, values, hasSecret);
    const wrong = wrongAddresses(kind, values);
    setEmpty(missing);
    setWrong(wrong);
    setFailure(null);
    if (missing.size > 0 || Object.keys(wrong).length > 0) return;
    setSaving(true);
    const body = {
      name: name.trim(),
      enabled,
      min_severity: severity,
      quiet_hours: quiet,
      digest_at: timesOf(digest),
      settings: settingsOf(kind, values),
    };
    try {
      if (channel === null) await client.channels.create({ kind, ...body });
      else await client.channels.update({ params: { id: channel.id }, body });
      onSaved();
    } catch (error) {
      setFailure(refusalOf(error));
      setSaving(false);
    }
  };
  const at = (path: string): string | null => messageAt(failure, path);
  const known = new Set(CHANNEL_FIELDS[kind].map(({ key }) => `settings.${key}`));
  const unplaced = unplacedMessage(failure, known);
  return (
    <Dialog
      title={channel === null ? texts.addTitle(texts.kinds[kind]) : texts.editTitle(channel.name)}
      size={480}
      onClose={onClose}
    >
      <form className={classes.form} onSubmit={(event) => void save(event)} noValidate>
        <p className={classes.quiet}>{texts.kindAbout[kind]}</p>
        <TextInput label={texts.name} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        {CHANNEL_FIELDS[kind].map((field) => (
          <Field
            key={field.key}
            field={field}
            value={values[field.key] ?? ''}
            hasSecret={hasSecret}
            error={empty.has(field.key) ? emptyText(field) : (wrong[field.key] ?? at(settingPath(field.key)))}
            onChange={(value) => setValues({ ...values, [field.key]: value })}
          />
        ))}
        {kind !== 'heartbeat' && (
          <>
            <Select
              label={texts.severity}
              data={SEVERITIES}
              value={severity}
              allowDeselect={false}
              onChange={(value) => value !== null && setSeverity(value as AlertSeverity)}
            />
            <SettingSwitch
              label={texts.quiet}
              on={quiet !== null}
              onChange={(on) => setQuiet(on ? FIRST_QUIET_HOURS : null)}
            >
              {texts.quietAbout}
            </SettingSwitch>
            {quiet !== null && (
              <div className={classes.pair}>
                <TextInput
                  type="time"
                  label={texts.from}
                  value={quiet.from}
                  onChange={(event) => setQuiet({ ...quiet, from: event.currentTarget.value })}
                />
                <TextInput
                  type="time"
                  label={texts.until}
                  value={quiet.to}
                  onChange={(event) => setQuiet({ ...quiet, to: event.currentTarget.value })}
                />
              </div>
            )}
            {quiet !== null && <QuietSeverity label={texts.through} quiet={quiet} onChange={setQuiet} />}
            <TextInput
              label={texts.digest}
              description={texts.digestAbout}
              value={digest}
              onChange={(event) => setDigest(event.currentTarget.value)}
            />
          </>
        )}
        <SettingSwitch label={kind === 'heartbeat' ? texts.onHeartbeat : texts.on} on={enabled} onChange={setEnabled} />
        <FormEnd save={texts.save} saving={isSaving} error={unplaced} onClose={onClose} />
      </form>
    </Dialog>
  );
}

/** The secret of a webhook is the only one that the operator chooses. */
function emptyText({ key }: ChannelField): string {
  return key === 'secret' ? texts.chooseSecret : texts.fillIn;
}

function Field(props: {
  field: ChannelField;
  value: string;
  hasSecret: boolean;
  error: string | null;
  onChange: (value: string) => void;
}) {
  const { field, value, hasSecret, error, onChange } = props;
  const common = { label: field.label, description: field.about, error };
  if (field.type === 'security') {
    return (
      <Select
        {...common}
        data={SECURITIES}
        value={value}
        allowDeselect={false}
        onChange={(next) => onChange(next ?? value)}
      />
    );
  }
  if (field.type === 'number') {
    return (
      <NumberInput
        {...common}
        value={value}
        allowDecimal={false}
        allowNegative={false}
        hideControls
        onChange={(next) => onChange(String(next))}
      />
    );
  }
  if (field.type === 'secret') {
    return (
      <PasswordInput
        {...common}
        value={value}
        autoComplete="new-password"
        placeholder={hasSecret ? cardTexts.secretKept : (field.placeholder ?? '')}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <TextInput
      {...common}
      value={value}
      placeholder={field.placeholder ?? ''}
      spellCheck={false}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
