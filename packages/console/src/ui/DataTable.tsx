import { Paper, ScrollArea, Table, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';

export interface Column {
  readonly key: string;
  readonly label: string;
  /** The label is for screen readers only. */
  readonly hidden?: boolean;
  /** The column yields on screens narrower than this. */
  readonly from?: 'xs' | 'sm' | 'md' | 'lg';
  readonly width?: number | string;
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
                  fz="xs"
                  c="dimmed"
                  fw={600}
                >
                  {column.hidden === true ? <VisuallyHidden>{column.label}</VisuallyHidden> : column.label}
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
