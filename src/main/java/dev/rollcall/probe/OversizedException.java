package dev.rollcall.probe;

import java.io.IOException;

/** The peer sent more than a probe is willing to read. */
public final class OversizedException extends IOException {
  private static final long serialVersionUID = 1L;

  OversizedException(long limit) {
    super("the answer exceeds the limit of " + limit + " bytes");
  }
}
