package dev.rollcall.report.request;

import dev.rollcall.model.rule.Vantage;
import java.util.Locale;

/** The way of a connection's first packet, as seen from the site. */
public enum Direction {
  INBOUND,
  OUTBOUND,
  INTERNAL;

  /**
   * Decides.
   *
   * @param external whether the destination is the vendor's or the internet's
   */
  static Direction of(Vantage vantage, boolean external) {
    if (vantage == Vantage.OUTSIDE) {
      return INBOUND;
    }
    return external ? OUTBOUND : INTERNAL;
  }

  /** The word of the form. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
