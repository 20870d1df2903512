import { TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { LONGEST_DEVICE_NAME, MOST_RACK_KW, MOST_RACK_SIDE } from '../../../src-shared/limits/rack-limits.ts';
import type { Rack } from '../../../src-shared/model/index.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { Dialog } from '../../ui/forms/dialog.tsx';
import { NumberField } from '../../ui/forms/number-field.tsx';
import cards from '../settings/parts/cards.module.css';
import { type FormRefusal, messageAt, refusalOf, unplacedMessage } from '../settings/parts/refusal-of.ts';
import { FormEnd } from '../settings/parts/settings-card.tsx';
import { racksTexts } from './racks-texts.ts';

const texts = racksTexts.form;

/** Adds or changes the description of a rack. `name` is set for a rack named by places. */
export function RackForm(props: {
  name: string | null;
  known: Rack | null;
  onClose: () => void;
  onSaved: () => Promise<void>;
}) {
  const { name, known, onClose } = props;
  const { client } = usePowerHive();
  const [rack, setRack] = useState(name ?? '');
  const [rows, setRows] = useState(known?.rows ?? null);
  const [columns, setColumns] = useState(known?.columns ?? null);
  const [limitKw, setLimitKw] = useState(known?.power_limit_w == null ? null : known.power_limit_w / 1000);
  const [pdu, setPdu] = useState(known?.pdu ?? '');
  const [switchName, setSwitchName] = useState(known?.switch ?? '');
  const [saving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<FormRefusal | null>(null);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const details = {
      rows,
      columns,
      power_limit_w: limitKw === null ? null : Math.round(limitKw * 1000),
      pdu: pdu.trim() === '' ? null : pdu,
      switch: switchName.trim() === '' ? null : switchName,
    };
    setSaving(true);
    try {
      if (known === null) await client.racks.create({ rack, ...details });
      else await client.racks.update({ params: { id: known.id }, body: details });
      await props.onSaved();
      onClose();
    } catch (error) {
      setRefusal(refusalOf(error));
      setSaving(false);
    }
  };
  return (
    <Dialog title={name === null ? texts.add : texts.change(name)} size={440} onClose={onClose}>
      <form className={cards.form} onSubmit={(event) => void save(event)} noValidate>
        {name === null && (
          <TextInput
            label={texts.rack}
            description={texts.rackAbout}
            placeholder={texts.rackExample}
            data-autofocus
            value={rack}
            error={messageAt(refusal, 'rack')}
            onChange={(event) => setRack(event.currentTarget.value)}
          />
        )}
        <div className={cards.pair}>
          <NumberField
            label={texts.rows}
            description={texts.rowsAbout}
            min={1}
            max={MOST_RACK_SIDE}
            allowDecimal={false}
            value={rows}
            error={messageAt(refusal, 'rows')}
            onNumber={setRows}
          />
          <NumberField
            label={texts.columns}
            description={texts.columnsAbout}
            min={1}
            max={MOST_RACK_SIDE}
            allowDecimal={false}
            value={columns}
            error={messageAt(refusal, 'columns')}
            onNumber={setColumns}
          />
        </div>
        <NumberField
          label={texts.limit}
          description={texts.limitAbout}
          min={0.1}
          max={MOST_RACK_KW}
          step={1}
          value={limitKw}
          error={messageAt(refusal, 'power_limit_w')}
          onNumber={setLimitKw}
        />
        <div className={cards.pair}>
          <TextInput
            label={texts.pdu}
            placeholder={texts.pduExample}
            maxLength={LONGEST_DEVICE_NAME}
            value={pdu}
            error={messageAt(refusal, 'pdu')}
            onChange={(event) => setPdu(event.currentTarget.value)}
          />
          <TextInput
            label={texts.switch}
            placeholder={texts.switchExample}
            maxLength={LONGEST_DEVICE_NAME}
            value={switchName}
            error={messageAt(refusal, 'switch')}
            onChange={(event) => setSwitchName(event.currentTarget.value)}
          />
        </div>
        <FormEnd
          save={name === null ? texts.submit : texts.save}
          saving={saving}
          error={unplacedMessage(refusal, FIELDS)}
          onClose={onClose}
        />
      </form>
    </Dialog>
  );
}

const FIELDS: ReadonlySet<string> = new Set(['rack', 'rows', 'columns', 'power_limit_w', 'pdu', 'switch']);
