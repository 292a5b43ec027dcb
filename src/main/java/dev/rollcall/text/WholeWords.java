package dev.rollcall.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Finds names, addresses and ports in a sentence as whole words: no part of a longer name, address
 * or number. They may come from a server, so that nothing here takes longer for odd ones.
 */
public final class WholeWords {
  /** Nothing matches. */
  private static final int NONE = -1;

  private final List<String> words;

  public WholeWords(Collection<String> words) {
    this.words =
        words.stream()
            .filter(word -> !word.isEmpty())
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
  }

  /** What is looked for at one place of a text. */
  @FunctionalInterface
  public interface Match {
    /** Where it ends if it begins at that place, else a negative number. */
    int end(String text, int at);
  }

  /** The text with something else for every match. */
  public static String replace(String text, String by, Match match) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int end = match.end(text, at);
      if (end > at) {
        out.append(by);
        at = end;
      } else {
        out.append(text.charAt(at));
        at++;
      }
    }
    return out.toString();
  }

  /** Where the longest of the words ends that begins at that place; negative if none does. */
  public int end(String text, int at) {
    if (at < 0 || !begins(text, at)) {
      return NONE;
    }
    for (String word : words) {
      int end = at + word.length();
      if (text.startsWith(word, at) && ends(text, end, word)) {
        return end;
      }
    }
    return NONE;
  }

  /** The same for one or more of them, with commas between. */
  public int endOfList(String text, int at) {
    int end = end(text, at);
    int next = end;
    while (next >= 0) {
      end = next;
      next = end(text, after(", ", text, end));
    }
    return end;
  }

  /** Where that text ends if it begins at that place; negative if it does not, or the place is. */
  public static int after(String part, String text, int at) {
    return at >= 0 && text.startsWith(part, at) ? at + part.length() : NONE;
  }

  private static boolean begins(String text, int at) {
    if (at == 0) {
      return true;
    }
    char before = text.charAt(at - 1);
    boolean inName = before == '.' && at > 1 && isOfName(text.charAt(at - 2));
    return !isOfName(before) && before != '@' && !inName;
  }

  private static boolean ends(String text, int end, String word) {
    if (end == text.length()) {
      return true;
    }
    char next = text.charAt(end);
    boolean inName = next == '.' && end + 1 < text.length() && isOfName(text.charAt(end + 1));
    return !isOfName(next) && !inName && !(word.indexOf(':') >= 0 && goesOn(text, end));
  }

  /** Whether an address of IPv6 goes on here. */
  private static boolean goesOn(String text, int end) {
    int at = end;
    while (at < text.length() && at < end + 2 && text.charAt(at) == ':') {
      at++;
    }
    return at > end && at < text.length() && Character.digit(text.charAt(at), 16) >= 0;
  }

  private static boolean isOfName(char sign) {
    return Character.isLetterOrDigit(sign) || sign == '_' || sign == '-';
  }
}
