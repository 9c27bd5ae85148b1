import { TagsInput, Textarea } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';

interface TokenFieldsProps {
  readonly form: Pick<UseFormReturnType<{ notes: string; networks: string[] }>, 'getInputProps'>;
}

/** What can be said of a token when it is made and later. */
export function TokenFields({ form }: TokenFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Textarea
        label={t('tokens.notes')}
        description={t('tokens.notesHint')}
        autosize
        minRows={2}
        maxRows={6}
        {...form.getInputProps('notes')}
      />
      <TagsInput
        label={t('tokens.networks')}
        description={t('tokens.networksHint')}
        splitChars={[',', ' ']}
        acceptValueOnBlur
        {...form.getInputProps('networks')}
      />
    </>
  );
}
