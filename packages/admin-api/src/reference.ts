import { scopeOf } from './scope.ts';
import { basePath, type Route } from './route.ts';
import { routes } from './routes.ts';

/** One route as a reference shows it. */
export interface ReferenceEntry {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  /** The scope that an API key needs, or in words who may call. */
  readonly needs: string;
  readonly status: number;
}

function needs(route: Route): string {
  if (route.access === 'public') return 'nobody signed in';
  return (route.access === 'organization' ? scopeOf(route) : undefined) ?? 'anybody signed in';
}

/** Every route of the contract, by the part of the path that they share. */
export function referenceEntries(): ReadonlyMap<string, readonly ReferenceEntry[]> {
  const entries = (Object.values(routes) as Route[]).map((route) => {
    const { id, method, summary, status } = route;
    return { id, method, path: basePath + route.path, summary, needs: needs(route), status };
  });
  return Map.groupBy(entries, ({ path }) => {
    const [first = '', , third] = path.slice(basePath.length + 1).split('/');
    return first === 'organizations' ? (third ?? first) : first;
  });
}
