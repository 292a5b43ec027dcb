package dev.rollcall.probe.quote;

import java.lang.Character.UnicodeScript;

/** What names of hosts, accounts, files, versions and products are made of. */
final class Names {
  private static final String SIGNS = " .,:;/\\-_=@()+$&#'[]{}~!";

  private Names() {}

  /**
   * Whether the text has letters, digits and the usual signs only. Letters of another script stand
   * alone: beside Latin ones they could pass for them.
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
