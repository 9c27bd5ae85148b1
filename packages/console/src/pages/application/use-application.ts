import type { Application } from '@lockstep/admin-api';
import { useOutletContext, useParams } from 'react-router';

/** The slug of the application of the page's address. */
export function useApplicationSlug(): string {
  return useParams()['application'] ?? '';
}

/** The application that {@link ApplicationPage} read, for its tabs. */
export function useApplication(): Application {
  return useOutletContext<Application>();
}
