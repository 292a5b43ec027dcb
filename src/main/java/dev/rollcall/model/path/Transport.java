package dev.rollcall.model.path;

/** The transport protocol below a rule's own protocol. */
public enum Transport {
  TCP,
  UDP
}
