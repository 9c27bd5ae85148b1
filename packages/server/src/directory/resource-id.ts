/** Ids come from clients: what is no UUID names nothing here, and would be an error of PostgreSQL. */
export function isResourceId(id: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(id);
}
