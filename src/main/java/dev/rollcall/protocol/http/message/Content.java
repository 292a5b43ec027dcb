package dev.rollcall.protocol.http.message;

import java.util.Locale;

/**
 * What a body may have to be, and the few bytes that prove it. The proofs look at the beginning
 * only, so that a body is believed without being read to its end.
 */
public enum Content {
  /** Anything, even nothing. */
  ANY,
  /** Lines with one URL each; blank ones and {@code #} comments apart, the first one is a URL. */
  URL_LINES,
  /** An XML document whose root is {@code metalink} (RFC 5854, or the older version 3). */
  METALINK,
  /** An XML document whose root is {@code repomd}: a yum repository's index. */
  REPOMD,
  /** An armoured OpenPGP public key (RFC 9580 §6.2), text before it allowed. */
  PGP_KEY;

  /** How far a comment, a declaration or a line may reach before the proof. */
  private static final int PROLOGUE = 16 << 10;

  private static final String ARMOUR = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

  /**
   * Whether the text, which may be only the beginning of the body, proves the content.
   *
   * @param text the bytes as ISO 8859-1
   */
  public boolean provenBy(String text) {
    return switch (this) {
      case ANY -> true;
      case URL_LINES -> beginsWithUrl(text);
      case METALINK -> root(text).equals("metalink");
      case REPOMD -> root(text).equals("repomd");
      case PGP_KEY -> text.startsWith(ARMOUR) || text.contains("\n" + ARMOUR);
    };
  }

  /** As a rule spells it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static boolean beginsWithUrl(String text) {
    int at = 0;
    while (at < Math.min(text.length(), PROLOGUE)) {
      int end = text.indexOf('\n', at);
      String line = text.substring(at, end < 0 ? text.length() : end).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        return line.length() <= PROLOGUE
            && line.matches("(?:https?|ftp|rsync)://[A-Za-z0-9\\[][^\\s<>\"]*");
      }
      if (end < 0) {
        return false;
      }
      at = end + 1;
    }
    return false;
  }

  /**
   * The local name of an XML document's root element, if it comes early; empty if none does. A
   * document type declaration ends the search: neither format has one, and bombs begin with it.
   */
  private static String root(String text) {
    int at = text.startsWith("\u00ef\u00bb\u00bf") ? 3 : 0;
    int most = Math.min(text.length(), PROLOGUE);
    while (at >= 0 && at < most) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else if (text.startsWith("<?", at)) {
        at = after(text, "?>", at);
      } else if (text.startsWith("<!--", at)) {
        at = after(text, "-->", at + 4);
      } else {
        return text.charAt(at) == '<' ? name(text, at + 1) : "";
      }
    }
    return "";
  }

  private static int after(String text, String end, int from) {
    int found = text.indexOf(end, from);
    return found < 0 ? -1 : found + end.length();
  }

  /** The element's name without its prefix; empty while it may still go on. */
  private static String name(String text, int from) {
    int end = from;
    while (end < Math.min(text.length(), from + 64) && " \t\r\n/>".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    if (end == text.length()) {
      return "";
    }
    String name = text.substring(from, end);
    return name.substring(name.indexOf(':') + 1);
  }
}
