package dev.rollcall.probe.quote;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reduces one free text to words of the {@link Vocabulary} and to what is known already. */
final class Reduction {
  /** Consecutive letters, digits and accents: a word, or none. */
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}\\p{M}]+");

  private static final String NO_WORD_BEFORE = "(?<![\\p{L}\\p{N}])";
  private static final String NO_WORD_AFTER = "(?![\\p{L}\\p{N}])";

  /** Allowed between two words; anything else becomes a space. */
  private static final Set<String> BETWEEN =
      Set.of(
          ", ", ". ", ": ", "; ", " (", ": (", ") ", "). ", " '", "' ", "', ", "'. ", " \"", "\" ",
          "\", ", "\". ", "-", "_", "/", "'");

  /** Allowed at the end. */
  private static final Set<String> LAST =
      Set.of(".", "!", "?", ":", ")", ").", "'", "'.", "\"", "\".");

  /** A letter that separates runs of a secret. */
  private static final String BREAK = "\u16a0";

  private final String text;
  private final List<Lookalike> lookalikes;
  private final List<String> known;
  private final StringBuilder out = new StringBuilder();
  private String before = "";
  private boolean gap;

  private Reduction(String text, List<Lookalike> lookalikes, Collection<String> known) {
    this.text = text;
    this.lookalikes = lookalikes;
    this.known =
        known.stream()
            .filter(name -> WORD.matcher(name).lookingAt())
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /**
   * The remaining words, with one sign for everything omitted between two of them.
   *
   * @param known further texts that may stay
   * @param limit in characters
   */
  static String of(String text, List<Lookalike> lookalikes, Collection<String> known, int limit) {
    String reduced = new Reduction(text, lookalikes, known).reduce(limit);
    String rest = without(reduced, known);
    return lookalikes.stream().anyMatch(one -> one.shares(rest)) ? Quotes.GAP : reduced;
  }

  /** The text without the known parts; the parts around them stay separate. */
  static String without(String text, Collection<String> known) {
    String rest = text;
    for (String name : known) {
      if (!name.isEmpty()) {
        rest = pattern(name).matcher(rest).replaceAll(BREAK);
      }
    }
    return rest;
  }

  private static Pattern pattern(String name) {
    return Pattern.compile(
        NO_WORD_BEFORE + Pattern.quote(name) + NO_WORD_AFTER,
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  private String reduce(int limit) {
    Matcher word = WORD.matcher(text);
    int kept = 0;
    int end = 0;
    while (word.find(end)) {
      Optional<String> own = knownAt(word.start());
      end = word.start() + own.map(String::length).orElse(word.group().length());
      Optional<String> piece = own.or(() -> Vocabulary.word(word.group()));
      if (piece.isEmpty() || !fits(piece.get(), own.isPresent())) {
        gap = true;
      } else if (out.length() + piece.get().length() > limit) {
        gap = true;
        break;
      } else {
        append(piece.get(), text.substring(kept, word.start()));
        kept = end;
      }
    }
    String last = text.substring(kept).strip();
    if (gap || (out.isEmpty() && !text.isBlank())) {
      out.append(out.isEmpty() ? "" : " ").append(Quotes.GAP);
    } else if (LAST.contains(last)) {
      out.append(last);
    }
    return out.toString();
  }

  /** The known text at this place, as the site file spells it. */
  private Optional<String> knownAt(int start) {
    return known.stream()
        .filter(name -> text.regionMatches(true, start, name, 0, name.length()))
        .filter(name -> !wordGoesOn(start + name.length()))
        .findFirst();
  }

  private boolean wordGoesOn(int at) {
    return at < text.length() && WORD.matcher(text.substring(at, at + 1)).matches();
  }

  /** Whether it shows no part of a secret, neither alone nor together with the text before it. */
  private boolean fits(String piece, boolean own) {
    return lookalikes.stream().noneMatch(one -> one.joins(before, piece, own));
  }

  private void append(String piece, String between) {
    if (gap) {
      out.append(out.isEmpty() ? "" : " ").append(Quotes.GAP).append(' ');
    } else if (!out.isEmpty()) {
      out.append(BETWEEN.contains(between) ? between : " ");
    }
    out.append(piece);
    before += piece;
    gap = false;
  }
}
