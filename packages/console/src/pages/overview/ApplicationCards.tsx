import { SimpleGrid } from '@mantine/core';
import type { Application } from '@lockstep/admin-api';
import { ApplicationCard } from './ApplicationCard.tsx';

/** Each application's share in step, those with failures first. */
export function ApplicationCards({ applications }: { readonly applications: readonly Application[] }) {
  const sorted = [...applications].sort((a, b) => b.progress.failed - a.progress.failed);
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      {sorted.map((application) => (
        <ApplicationCard key={application.slug} application={application} />
      ))}
    </SimpleGrid>
  );
}
