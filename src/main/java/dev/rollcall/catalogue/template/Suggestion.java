package dev.rollcall.catalogue.template;

/** Where a host finds a value of its site by itself. */
public enum Suggestion {
  /** Its own name. */
  THIS_HOST,
  /** The domain of its resolver. */
  DOMAIN,
  /** The SRV records of the domain controllers, for the domain that was answered. */
  CONTROLLER,
  /** The domain that was answered, in capitals. */
  REALM,
  /** The configuration of its time service. */
  TIME_SERVERS
}
