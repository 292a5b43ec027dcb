package dev.rollcall.probe.budget;

import java.io.IOException;

/** This host has no memory left for a large answer: nothing is said of the peer. */
public final class MemoryException extends IOException {
  private static final long serialVersionUID = 1L;

  MemoryException(long bytes) {
    super(
        "this host had no memory left for an answer of more than "
            + bytes
            + " bytes, since the answers of other destinations took it");
  }
}
