import { Box, Collapse, UnstyledButton } from '@mantine/core';
import { useDisclosure, useId } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** Something for those who want to know exactly, folded away for everybody else. */
export function DetailsFold(props: { readonly label: string; readonly children: ReactNode }) {
  const [opened, { toggle }] = useDisclosure(false);
  const id = useId();
  const Chevron = opened ? IconChevronDown : IconChevronRight;
  return (
    <Box mt="xs">
      <UnstyledButton fz="sm" fw={500} onClick={toggle} aria-expanded={opened} aria-controls={id}>
        <Chevron size={14} style={{ verticalAlign: '-2px' }} aria-hidden /> {props.label}
      </UnstyledButton>
      <Collapse expanded={opened} id={id} pt="xs">
        {props.children}
      </Collapse>
    </Box>
  );
}
