import { Container } from '@mantine/core';
import { NotFound } from '../../components/NotFound.tsx';

/** An address outside every organization. */
export function NotFoundPage() {
  return (
    <Container component="main" size="sm" py="xl">
      <NotFound />
    </Container>
  );
}
