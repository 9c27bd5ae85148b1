import { Group, Paper, ScrollArea, Table, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';

export interface Column {
  readonly key: string;
  readonly label: string;
  /** The label is for screen readers only. */
  readonly hidden?: boolean;
  /** Stands in the head instead of the label. */
  readonly head?: ReactNode;
  /** The column yields on screens narrower than this. */
  readonly from?: 'xs' | 'sm' | 'md' | 'lg';
  readonly width?: number | string;
  /** The list can be sorted by it; `none` while it is sorted by another column. */
  readonly sort?: { readonly order: 'ascending' | 'descending' | 'none'; readonly onSort: () => void };
}

/** A table in a frame of its own: a wide one scrolls inside it, with the keyboard too, and never moves the page. */
export function DataTable(props: {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly children: ReactNode;
}) {
  return (
    <Paper p={0} style={{ overflow: 'hidden' }}>
      <ScrollArea type="auto" viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': props.label }}>
        <Table aria-label={props.label}>
          <Table.Thead>
            <Table.Tr>
              {props.columns.map((column) => (
                <Table.Th
                  key={column.key}
                  w={column.width}
                  {...(column.from === undefined ? {} : { visibleFrom: column.from })}
                  {...(column.sort === undefined ? {} : { 'aria-sort': column.sort.order })}
                  fz="xs"
                  c="dimmed"
                  fw={600}
                >
                  <Head column={column} />
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>{props.children}</Table.Tbody>
        </Table>
      </ScrollArea>
    </Paper>
  );
}

function Head({ column: { label, hidden, head, sort } }: { readonly column: Column }) {
  if (head !== undefined) return head;
  if (hidden === true) return <VisuallyHidden>{label}</VisuallyHidden>;
  if (sort === undefined) return label;
  const Arrow = sort.order === 'descending' ? IconArrowDown : IconArrowUp;
  return (
    <UnstyledButton onClick={sort.onSort} fz="inherit" fw="inherit" c="inherit">
      <Group gap={2} wrap="nowrap">
        {label}
        <Arrow size={14} aria-hidden style={{ visibility: sort.order === 'none' ? 'hidden' : 'visible' }} />
      </Group>
    </UnstyledButton>
  );
}
