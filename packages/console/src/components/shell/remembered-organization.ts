const storageKey = 'lockstep.organization';

/** The slug of the organization last looked at in this browser. */
export function rememberedOrganization(): string | null {
  return localStorage.getItem(storageKey);
}

export function rememberOrganization(slug: string): void {
  localStorage.setItem(storageKey, slug);
}
