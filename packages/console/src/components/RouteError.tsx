import { Container } from '@mantine/core';
import { useRouteError } from 'react-router';
import { ErrorPanel } from '../ui/ErrorPanel.tsx';

/** A page that could not be drawn or loaded: says so instead of staying blank. */
export function RouteError() {
  const error = useRouteError();
  return (
    <Container size="sm" py="xl">
      <ErrorPanel error={error} onRetry={() => globalThis.location.reload()} />
    </Container>
  );
}
