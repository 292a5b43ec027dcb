package dev.rollcall.model;

/** The transport protocol below a rule's own protocol. */
public enum Transport {
  TCP,
  UDP
}
