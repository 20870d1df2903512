import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { wantedSection } from '../../api/wanted-section.ts';
import { useKeys } from '../../ui/keys/use-keys.ts';
import classes from './section-index.module.css';
import { findSections, type SettingsOf } from './settings-sections.ts';
import { settingsTexts } from './settings-texts.ts';

const texts = settingsTexts.index;

/** All sections, beside them: found by their words, and opened with a click or Enter. */
export function SectionIndex({ of }: { of: SettingsOf }) {
  const [words, setWords] = useState('');
  const box = useRef<HTMLInputElement>(null);
  const found = findSections(words, of);
  useKeys({
    '/': () => box.current?.select(),
    Escape: () => {
      if (document.activeElement === box.current) box.current?.blur();
      setWords('');
    },
  });
  return (
    <nav className={classes.index} aria-label={texts.label} data-found={words.trim() !== ''}>
      <TextInput
        ref={box}
        type="search"
        aria-label={texts.search}
        placeholder={texts.search}
        spellCheck={false}
        leftSection={<IconSearch size={14} />}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [first] = found;
          if (event.key === 'Enter' && first !== undefined) wantedSection.set(first.title);
        }}
      />
      <ul className={classes.list}>
        {found.map(({ title }) => (
          <li key={title}>
            <button type="button" className={classes.section} onClick={() => wantedSection.set(title)}>
              {title}
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className={classes.none}>{texts.none(words.trim())}</p>}
    </nav>
  );
}
