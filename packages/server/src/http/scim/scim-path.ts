/** Where an organization's SCIM endpoint lies, below the server's origin. */
export function scimPath(slug: string): string {
  return `/o/${slug}/scim/v2`;
}
