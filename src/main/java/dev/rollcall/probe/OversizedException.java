package dev.rollcall.probe;

/** The peer sent more bytes than the limit. */
public final class OversizedException extends LimitException {
  private static final long serialVersionUID = 1L;

  OversizedException(long limit) {
    super("the answer exceeds the limit of " + limit + " bytes");
  }
}
