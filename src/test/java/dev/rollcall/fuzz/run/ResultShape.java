package dev.rollcall.fuzz.run;

/** What two results have in common that came about in the same way: numbers do not matter. */
final class ResultShape {
  private static final int LONGEST = 160;

  private ResultShape() {}

  static int of(Object result, Throwable thrown) {
    return thrown == null
        ? shape(String.valueOf(result))
        : 31 * shape(String.valueOf(thrown.getMessage())) + thrown.getClass().getName().hashCode();
  }

  /** A hash of the text in which digits, and all signs beyond ASCII, are alike. */
  private static int shape(String text) {
    int hash = 7;
    char last = 0;
    for (int i = 0; i < Math.min(LONGEST, text.length()); i++) {
      char sign = text.charAt(i);
      char alike = sign >= '0' && sign <= '9' ? '0' : sign > '~' || sign < ' ' ? '?' : sign;
      boolean more = alike == last && (alike == '0' || alike == '?');
      hash = more ? hash : 31 * hash + alike;
      last = alike;
    }
    return hash;
  }
}
