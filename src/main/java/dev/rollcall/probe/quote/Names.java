package dev.rollcall.probe.quote;

import java.lang.Character.UnicodeScript;

/** The characters of names: hosts, accounts, files, versions and products. */
final class Names {
  private static final String SIGNS = " .,:;/\\-_=@()+$&#'[]{}~!";

  private Names() {}

  /**
   * Whether the text has only letters, digits and the usual signs. Letters of another script must
   * not be mixed with Latin ones, as they could look like them.
   */
  static boolean plain(String text) {
    boolean usual =
        text.codePoints().allMatch(point -> Character.isLetterOrDigit(point) || sign(point));
    boolean latin = text.codePoints().anyMatch(Names::latin);
    boolean other = text.codePoints().anyMatch(point -> Character.isLetter(point) && !latin(point));
    return usual && !(latin && other);
  }

  private static boolean sign(int point) {
    return SIGNS.indexOf(point) >= 0;
  }

  private static boolean latin(int point) {
    return Character.isLetter(point) && UnicodeScript.of(point) == UnicodeScript.LATIN;
  }
}
