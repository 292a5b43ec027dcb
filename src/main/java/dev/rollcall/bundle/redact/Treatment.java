package dev.rollcall.bundle.redact;

/** How the texts of a component are redacted. */
enum Treatment {
  /** Stays: a word of Rollcall's own, or what no person or site chose. */
  KEPT,
  /** The operating system and its version; what a person added to the version goes. */
  PLATFORM,
  /** A sentence, or what a server said. */
  SENTENCE,
  /** The id of a rule: the shipped catalogue's stays. */
  RULE,
  /** The name of a fact: a word of it that a server chose goes. */
  FACT,
  /** A name of a host or an address. */
  HOST,
  /** An account or a person. */
  ACCOUNT,
  /** Names, addresses and numbers. */
  NAMES,
  /** Names of hosts with commas between them, or a sentence. */
  DESTINATION,
  /** {@code dns:…} or {@code ip:…}. */
  ALTERNATIVE_NAME,
  /** A distinguished name (RFC 4514). */
  DISTINGUISHED_NAME,
  /** A digest of something public, by which it could be found. */
  FINGERPRINT
}
