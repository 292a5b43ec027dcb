package dev.rollcall.protocol.http.message;

import java.util.List;

/**
 * One entry of the setting {@code status}: {@code 200}, {@code 2xx}, {@code not-404}, {@code
 * not-5xx}.
 *
 * @param digits three characters, digits or {@code x} for any
 */
public record StatusPattern(boolean negated, String digits) {

  public static StatusPattern parse(String text) {
    if (!text.matches("(not-)?[1-5](xx|[0-9]{2})")) {
      throw new IllegalArgumentException(
          "status '" + text + "' is not of the form 200, 2xx, not-404 or not-5xx");
    }
    boolean negated = text.startsWith("not-");
    return new StatusPattern(negated, negated ? text.substring(4) : text);
  }

  /** Whether a list of entries accepts a status: one of the plain ones, none of the negated. */
  public static boolean accepts(List<String> entries, int status) {
    List<StatusPattern> patterns = entries.stream().map(StatusPattern::parse).toList();
    boolean wanted =
        patterns.stream().allMatch(StatusPattern::negated)
            || patterns.stream().anyMatch(p -> !p.negated() && p.covers(status));
    return wanted && patterns.stream().noneMatch(p -> p.negated() && p.covers(status));
  }

  /** Whether a list of entries names a status as wanted, rather than merely not excluding it. */
  public static boolean names(List<String> entries, int status) {
    return entries.stream()
        .map(StatusPattern::parse)
        .anyMatch(pattern -> !pattern.negated() && pattern.covers(status));
  }

  /** What to say after a status that a list of entries does not accept. */
  public static String missed(List<String> entries) {
    boolean excluded = entries.stream().map(StatusPattern::parse).allMatch(StatusPattern::negated);
    return excluded
        ? ", which the rule does not accept"
        : " where " + String.join(", ", entries) + " is expected";
  }

  private boolean covers(int status) {
    String text = Integer.toString(status);
    return digits.endsWith("xx") ? text.charAt(0) == digits.charAt(0) : text.equals(digits);
  }
}
