import { TagsInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { isTag, MOST_TAGS } from '../../../../src-shared/limits/tag.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { BulkForm } from './bulk-form.tsx';
import { bulkTexts } from './bulk-texts.ts';
import { changedTags, minersWithTooManyTags } from './changed-tags.ts';

const texts = bulkTexts;

/** Adds tags to the selected miners, and removes others. */
export function TagsForm(props: {
  miners: readonly Miner[];
  /** Opens the form once; `onOpened` resets the request. */
  openNow: boolean;
  onOpened: () => void;
  onTags: (tagsOf: (miner: Miner) => string[]) => void;
}) {
  const { miners } = props;
  const [added, setAdded] = useState<string[]>([]);
  const [removed, setRemoved] = useState<string[]>([]);
  const present = [...new Set(miners.flatMap(({ tags }) => tags))].sort();
  const tooMany = useMemo(() => minersWithTooManyTags(miners, added, removed), [miners, added, removed]);
  const error = !added.every(isTag) ? texts.tagsWrong : tooMany > 0 ? texts.tagsMany(tooMany, MOST_TAGS) : null;
  return (
    <BulkForm
      label={texts.tags}
      openNow={props.openNow}
      onOpened={props.onOpened}
      submit={texts.tagsSubmit(miners.length)}
      error={error}
      empty={added.length + removed.length === 0}
      onSubmit={() => {
        props.onTags((miner) => changedTags(miner.tags, added, removed));
        setAdded([]);
        setRemoved([]);
      }}
    >
      <TagsInput
        label={texts.tagsAdd}
        placeholder={texts.tagsAbout}
        splitChars={[',', ' ']}
        acceptValueOnBlur
        data-autofocus
        error={error}
        value={added}
        onChange={setAdded}
      />
      {present.length > 0 && (
        <TagsInput
          label={texts.tagsRemove}
          data={present}
          acceptValueOnBlur
          comboboxProps={{ withinPortal: false }}
          value={removed}
          onChange={setRemoved}
        />
      )}
    </BulkForm>
  );
}
