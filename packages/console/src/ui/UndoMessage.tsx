import { Button, Group, Text } from '@mantine/core';

/** What was done, with a button that takes it back. */
export function UndoMessage(props: { readonly message: string; readonly label: string; readonly onUndo: () => void }) {
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm">{props.message}</Text>
      <Button size="compact-sm" variant="light" onClick={props.onUndo}>
        {props.label}
      </Button>
    </Group>
  );
}
