import type { ClientProfileId } from '@lockstep/scim-client';
import type { Progress } from '../app-users/progress.ts';

/** Which application is meant. */
export interface ApplicationPlace {
  readonly organizationId: string;
  readonly slug: string;
}

/** An application, as the console shows it; the credential itself is never shown. */
export interface Application {
  readonly slug: string;
  readonly name: string;
  readonly template: string;
  readonly baseUrl: string;
  readonly clientProfile: ClientProfileId;
  readonly credentialSet: boolean;
  readonly apiIntegration: boolean;
  readonly createUsers: boolean;
  readonly updateUserAttributes: boolean;
  readonly deactivateUsers: boolean;
  readonly createdAt: string;
  readonly progress: Progress;
  /** Nothing is sent before `until`, since the target refused or could not be reached. */
  readonly pause?: { readonly message: string; readonly status?: number; readonly until: string };
}

export interface NewApplication {
  readonly template: string;
  readonly name: string;
  /** Made from the name where absent. */
  readonly slug?: string | undefined;
  readonly baseUrl: string;
}

/** What is absent stays as it is. */
export interface ApplicationEdit {
  readonly name?: string | undefined;
  readonly baseUrl?: string | undefined;
  readonly apiToken?: string | undefined;
  readonly clientProfile?: ClientProfileId | undefined;
  readonly apiIntegration?: boolean | undefined;
  readonly createUsers?: boolean | undefined;
  readonly updateUserAttributes?: boolean | undefined;
  readonly deactivateUsers?: boolean | undefined;
}
