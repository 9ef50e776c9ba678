export {
  acceptInvitation,
  createAccount,
  findByUsername,
  findPerson,
  issueAdminSignIn,
  knownUsername,
  roles,
  setPassword,
  signInWithPassword,
  type AccountResult,
  type NewAccount,
  type Person,
} from './accounts.js';
export {
  endSessions,
  issueCredential,
  purgeCredentials,
  redeemCredential,
  revokeCredential,
  type CredentialKind,
} from './credentials.js';
export { Holders, type Holder } from './holder.js';
export { may, permissions, type Permission } from './permissions.js';
export { hashOf, newId, newSecret } from './secrets.js';
