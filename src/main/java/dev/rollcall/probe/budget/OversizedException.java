package dev.rollcall.probe.budget;

/** The peer sent more bytes than a probe is willing to read. */
public final class OversizedException extends LimitException {
  private static final long serialVersionUID = 1L;

  public OversizedException(long limit) {
    super("the answer exceeds the limit of " + limit + " bytes");
  }
}
