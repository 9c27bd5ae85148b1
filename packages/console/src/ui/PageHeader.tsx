import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useDocumentTitle } from '@mantine/hooks';

interface PageHeaderProps {
  readonly title: string;
  readonly description?: string;
  readonly above?: ReactNode;
  readonly badge?: ReactNode;
  readonly actions?: ReactNode;
}

/** The head of a page: names it, for the reader and for the browser's tab, and holds what the page can do. */
export function PageHeader(props: PageHeaderProps) {
  useDocumentTitle(`${props.title} · Lockstep`);
  return (
    <Stack gap={4} mb="md">
      {props.above}
      <Group justify="space-between" align="center" gap="sm">
        <Group gap="sm">
          <Title order={1}>{props.title}</Title>
          {props.badge}
        </Group>
        {props.actions !== undefined && <Group gap="xs">{props.actions}</Group>}
      </Group>
      {props.description !== undefined && (
        <Text c="dimmed" size="sm" maw="46rem" style={{ textWrap: 'pretty' }}>
          {props.description}
        </Text>
      )}
    </Stack>
  );
}
