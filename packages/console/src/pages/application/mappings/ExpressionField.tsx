import { Combobox, Stack, Text, Textarea, useCombobox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { expressionReferenceQuery } from '../../../api/profile-settings.ts';
import { useOrg } from '../../../hooks/use-org.ts';
import { completionsFor, type Completion } from './completions.ts';
import type { ExpressionUse } from './use-trial.ts';

interface ExpressionFieldProps {
  readonly value: string;
  readonly onChange: (expression: string) => void;
  readonly use: ExpressionUse | { readonly use: 'groupRule' };
  /** What stands below it: what is wrong, or what it gives. */
  readonly result: ReactNode;
  readonly hint?: string;
  /** What is wrong beside the expression itself. */
  readonly error?: ReactNode;
}

/** An expression with completion, and below it what is wrong or what it gives. */
export function ExpressionField({ value, onChange, use, result, hint, error }: ExpressionFieldProps) {
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(0);
  const reference = useQuery(expressionReferenceQuery(useOrg()));
  const found = reference.data === undefined ? undefined : completionsFor(reference.data, use, value.slice(0, caret));
  const completions = found?.completions ?? [];
  const [wanted, setWanted] = useState(false);
  // an empty list is no list to whoever listens to the page
  const opened = wanted && completions.length > 0;
  const list = useCombobox({ opened, onOpenedChange: setWanted, onDropdownClose: () => list.resetSelectedOption() });
  const complete = (completion: Completion): void => {
    const start = found?.start ?? caret;
    const text = completion.call ? `${completion.name}()` : completion.name;
    onChange(value.slice(0, start) + text + value.slice(caret));
    const next = start + completion.name.length + (completion.call ? 1 : 0);
    list.closeDropdown();
    requestAnimationFrame(() => {
      field.current?.setSelectionRange(next, next);
      setCaret(next);
    });
  };
  return (
    <Stack gap="xs">
      <Combobox
        store={list}
        position="bottom-start"
        onOptionSubmit={(name) => {
          const chosen = completions.find((one) => one.name === name);
          if (chosen !== undefined) complete(chosen);
        }}
      >
        <Combobox.EventsTarget withKeyboardNavigation={list.dropdownOpened}>
          <Textarea
            ref={field}
            label={t('expression.label')}
            description={hint ?? t('expression.hint')}
            error={error}
            autosize
            minRows={3}
            maxRows={10}
            maxLength={10_000}
            spellCheck={false}
            autoComplete="off"
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            value={value}
            onChange={({ currentTarget }) => {
              onChange(currentTarget.value);
              setCaret(currentTarget.selectionStart);
              list.openDropdown();
              list.updateSelectedOptionIndex();
            }}
            onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
            onBlur={() => list.closeDropdown()}
          />
        </Combobox.EventsTarget>
        <Combobox.DropdownTarget>
          <span />
        </Combobox.DropdownTarget>
        <Completions completions={completions} />
      </Combobox>
      {result}
    </Stack>
  );
}

function Completions({ completions }: { readonly completions: readonly Completion[] }) {
  const { t } = useTranslation();
  return (
    <Combobox.Dropdown hidden={completions.length === 0}>
      <Combobox.Options aria-label={t('expression.completions')} mah={220} style={{ overflowY: 'auto' }}>
        {completions.map((one) => (
          <Combobox.Option key={one.name} value={one.name}>
            <Text size="sm" ff="monospace" component="div">
              {one.shown}
            </Text>
            <Text size="xs" c="dimmed" component="div">
              {one.about}
            </Text>
          </Combobox.Option>
        ))}
      </Combobox.Options>
    </Combobox.Dropdown>
  );
}
