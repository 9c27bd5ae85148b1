import { useParams } from 'react-router';

/** The organization of the page's address. */
export function useOrg(): string {
  return useParams()['org'] ?? '';
}
