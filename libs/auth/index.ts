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
  type AccountFault,
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
  type Redeemed,
} from './credentials.js';
export { may, permissions, type Permission } from './permissions.js';
export { passwordFault, shortestPassword } from './passwords.js';
export { hashOf, newId, newSecret } from './secrets.js';
