/** A department by code or name, and the job title in it; without `jobTitle` the one held stays, null takes it away. */
interface DepartmentWish {
  readonly department: string;
  readonly jobTitle?: string | null | undefined;
}

/** The departments and groups that a user is to be in; what is absent stays as it is. */
export interface Memberships {
  readonly userId: string;
  /** The first one is preferred. */
  readonly departments?: readonly DepartmentWish[];
  /** By name, compared without regard to case. */
  readonly groups?: readonly string[];
}

/** The same with ids. */
export interface MembershipIds {
  readonly userId: string;
  readonly departments?: readonly { readonly id: string; readonly jobTitleId?: string | null | undefined }[];
  readonly groups?: readonly string[];
}
