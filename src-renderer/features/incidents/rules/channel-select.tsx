import { MultiSelect } from '@mantine/core';
import { useKnownChannels } from '../../../api/use-channels.ts';
import { channelName } from '../channel-name.ts';
import classes from '../incidents.module.css';

/** Selects channels by name; the desktop is one of them if there is a window. */
export function ChannelSelect(props: {
  label: string;
  placeholder: string;
  chosen: readonly string[];
  onChosen: (ids: string[]) => void;
}) {
  const { label, placeholder, chosen, onChosen } = props;
  const known = useKnownChannels();
  const taking = known?.filter(({ kind }) => kind !== 'heartbeat') ?? [];
  const data = taking.map(({ id, name }) => ({ value: id, label: name }));
  const gone = chosen.filter((id) => !data.some(({ value }) => value === id));
  return (
    <MultiSelect
      label={label}
      placeholder={chosen.length === 0 ? placeholder : ''}
      classNames={{ inputField: classes.pills }}
      data={[...data, ...gone.map((id) => ({ value: id, label: channelName(known, id) }))]}
      value={[...chosen]}
      onChange={onChosen}
    />
  );
}
