import { TagsInput } from '@mantine/core';
import { useState } from 'react';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { isTag } from '../../../../src-shared/tag.ts';
import { fleetTexts } from '../fleet-texts.ts';
import { Form } from './bulk-form.tsx';
import { changedTags } from './changed-tags.ts';

const texts = fleetTexts.bulk;

/** Adds tags to the selected miners, and takes others away. */
export function TagsForm(props: { miners: readonly Miner[]; onTags: (tagsOf: (miner: Miner) => string[]) => void }) {
  const { miners } = props;
  const [added, setAdded] = useState<string[]>([]);
  const [removed, setRemoved] = useState<string[]>([]);
  const present = [...new Set(miners.flatMap(({ tags }) => tags))].sort();
  const error = added.every(isTag) ? null : texts.tagsWrong;
  return (
    <Form
      label={texts.tags}
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
    </Form>
  );
}
