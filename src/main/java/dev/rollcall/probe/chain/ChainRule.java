package dev.rollcall.probe.chain;

/** The rules that a chain can break, the gravest first: that one gives the fault its kind. */
public enum ChainRule {
  /** The issuer's key did not make the signature. */
  SIGNATURE,
  /** The kind of key or signature is one that clients do not know. */
  UNKNOWN_ALGORITHM,
  /** The issuer is no CA. */
  NOT_A_CA,
  /** The issuer's key usage does not let it sign certificates. */
  CA_MAY_NOT_SIGN,
  /** The issuer's extended key usage is not for servers. */
  CA_NOT_FOR_SERVERS,
  /** More CAs below an authority than it allows. */
  PATH_LENGTH,
  /** A name that a CA above does not permit. */
  NAME_NOT_PERMITTED,
  /** A name that a CA above excludes. */
  NAME_EXCLUDED,
  /** A constraint on names that cannot be read. */
  CONSTRAINT_UNREADABLE,
  /** A critical extension that clients do not know. */
  CRITICAL_EXTENSION,
  /** The leaf's extended key usage is not for servers. */
  NOT_FOR_SERVERS,
  /** The leaf's key usage lets it neither sign a handshake nor exchange keys. */
  KEY_USAGE,
  /** Issued by another server or a user, not by a CA. */
  PROXY_CERTIFICATE,
  /** Its time is over. */
  EXPIRED,
  /** Its time has not come. */
  NOT_YET_VALID,
  /** The key is too short. */
  WEAK_KEY,
  /** The signature is of an algorithm that is broken. */
  WEAK_SIGNATURE
}
