import { Button, Group, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ListUrl } from '../hooks/use-list-url.ts';

interface PagerProps {
  readonly url: ListUrl;
  readonly pageSize: number;
  readonly shown: number;
  readonly total?: number;
  readonly next: string | undefined;
}

/** Which rows are shown of how many, and the ways to the neighbouring pages. */
export function Pager({ url, pageSize, shown, total, next }: PagerProps) {
  const { t } = useTranslation();
  const from = (url.page - 1) * pageSize + 1;
  const range = { from, to: from + shown - 1 };
  return (
    <Group justify="space-between" mt="sm" component="nav" aria-label={t('list.pages')}>
      <Text size="sm" c="dimmed" style={{ fontVariantNumeric: 'tabular-nums' }}>
        {total === undefined ? t('list.range', range) : t('list.rangeOfTotal', { ...range, total })}
      </Text>
      {(url.page > 1 || next !== undefined) && (
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconChevronLeft size={14} />}
            disabled={url.page <= 1}
            onClick={url.previous}
          >
            {t('list.previous')}
          </Button>
          <Button
            size="xs"
            variant="default"
            rightSection={<IconChevronRight size={14} />}
            disabled={next === undefined}
            onClick={() => {
              if (next !== undefined) url.next(next);
            }}
          >
            {t('list.next')}
          </Button>
        </Group>
      )}
    </Group>
  );
}
