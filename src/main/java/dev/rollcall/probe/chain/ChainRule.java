package dev.rollcall.probe.chain;

/** The rules that a chain can break, the most serious first: it decides the kind of fault. */
public enum ChainRule {
  /** The issuer's key did not make the signature. */
  SIGNATURE,
  /** Clients do not know the kind of key or signature. */
  UNKNOWN_ALGORITHM,
  /** The issuer is not a CA. */
  NOT_A_CA,
  /** The issuer's key usage does not let it sign certificates. */
  CA_MAY_NOT_SIGN,
  /** The issuer's extended key usage is not for servers. */
  CA_NOT_FOR_SERVERS,
  /** There are more CAs below an authority than it allows. */
  PATH_LENGTH,
  /** A CA above does not permit a name. */
  NAME_NOT_PERMITTED,
  /** A CA above excludes a name. */
  NAME_EXCLUDED,
  /** A name constraint cannot be read. */
  CONSTRAINT_UNREADABLE,
  /** Clients do not know a critical extension. */
  CRITICAL_EXTENSION,
  /** The leaf's extended key usage is not for servers. */
  NOT_FOR_SERVERS,
  /** The leaf's key usage permits neither signing a handshake nor exchanging keys. */
  KEY_USAGE,
  /** Issued by another server or a user, not by a CA. */
  PROXY_CERTIFICATE,
  /** It has expired. */
  EXPIRED,
  /** It is not valid yet. */
  NOT_YET_VALID,
  /** The key is too short. */
  WEAK_KEY,
  /** The signature uses a broken algorithm. */
  WEAK_SIGNATURE
}
