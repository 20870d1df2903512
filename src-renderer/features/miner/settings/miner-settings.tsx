import { Button, TagsInput, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { LONGEST_NICKNAME } from '../../../../src-shared/limits/nickname.ts';
import { meantPlace } from '../../../../src-shared/meant-place.ts';
import { minerName } from '../../../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { placeText } from '../../../../src-shared/place.ts';
import { apiTexts } from '../../../api/api-texts.ts';
import { useOptimisticMiner } from '../../../api/use-optimistic-miner.ts';
import { Switch } from '../../../ui/forms/switch.tsx';
import { useDraft } from '../../../ui/forms/use-draft.ts';
import { Section } from '../../../ui/layout/section.tsx';
import { PlaceField } from '../../places/place-field.tsx';
import { PlaceWarnings } from '../../places/place-warnings.tsx';
import { useFarmRacks } from '../../places/use-farm-racks.ts';
import { minerTexts } from '../miner-texts.ts';
import classes from './miner-settings.module.css';
import { UnlockPassword } from './unlock-password.tsx';

const texts = minerTexts.settings;

/**
 * What the operator sets for a miner: whether it is managed, its name, place and tags, and the
 * password with which PowerHive logs in.
 */
export function MinerSettings({ miner }: { miner: Miner }) {
  const changeMiner = useOptimisticMiner();
  return (
    <Section title={texts.title}>
      <div className={classes.fields}>
        <div className={classes.managed}>
          <span>{texts.managed}</span>
          <Switch
            label={texts.managed}
            on={miner.managed}
            onChange={(managed) => void changeMiner(miner, { managed }, apiTexts.changeFailed)}
          />
        </div>
        <Nickname miner={miner} />
        <PlaceForm miner={miner} />
        <MinerTags miner={miner} />
        <UnlockPassword miner={miner} />
      </div>
    </Section>
  );
}

function Nickname({ miner }: { miner: Miner }) {
  const changeMiner = useOptimisticMiner();
  const draft = useDraft(miner.nickname ?? '');
  const text = draft.value;
  const name = text.trim() === '' ? null : text.trim();
  const changed = name !== miner.nickname;
  const save = async (): Promise<void> => {
    if (await changeMiner(miner, { nickname: name }, apiTexts.renameFailed)) draft.saved(text);
  };
  return (
    <form
      className={classes.line}
      onSubmit={(event) => {
        event.preventDefault();
        if (changed) void save();
      }}
    >
      <TextInput
        label={texts.name}
        placeholder={minerName({ ...miner, nickname: null })}
        maxLength={LONGEST_NICKNAME}
        value={text}
        onChange={(event) => draft.set(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={!changed}>
        {texts.saveName}
      </Button>
    </form>
  );
}

/** The place of a miner. */
function PlaceForm({ miner }: { miner: Miner }) {
  const changeMiner = useOptimisticMiner();
  const draft = useDraft(miner.place ?? '');
  const text = draft.value;
  const placing = useMemo(() => new Set([miner.id]), [miner.id]);
  const place = meantPlace(text, useFarmRacks());
  const isWrong = text.trim() !== '' && place === null;
  const next = place === null ? null : placeText(place);
  const save = async (): Promise<void> => {
    if (await changeMiner(miner, { place: next }, apiTexts.changeFailed)) draft.saved(text);
  };
  return (
    <form
      className={classes.line}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isWrong) void save();
      }}
    >
      <PlaceField placing={placing} value={text} onChange={draft.set} />
      <Button type="submit" variant="default" disabled={isWrong || next === miner.place}>
        {texts.savePlace}
      </Button>
      <PlaceWarnings placing={placing} value={text} onChange={draft.set} />
    </form>
  );
}

/** The tags of a miner. Enter or a comma adds one; each change is saved. */
function MinerTags({ miner }: { miner: Miner }) {
  const changeMiner = useOptimisticMiner();
  return (
    <TagsInput
      label={texts.tags}
      placeholder={texts.tagsAbout}
      splitChars={[',', ' ']}
      maxTags={20}
      value={miner.tags}
      onChange={(tags) => void changeMiner(miner, { tags }, apiTexts.changeFailed)}
    />
  );
}
