package dev.rollcall.bundle.redact;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;

/** Names of the site that are several words: each word alone may be an ordinary one. */
final class SitePhrases {
  /** By their first word. */
  private final Map<String, Set<String>> phrases = new HashMap<>();

  /** From now on it is found. */
  void learn(String phrase) {
    Matcher found = Forms.ALL.matcher(phrase);
    if (found.find() && found.group("word") != null) {
      phrases
          .computeIfAbsent(Pseudonyms.plain(found.group()), any -> new TreeSet<>())
          .add(phrase.substring(found.start()));
    }
  }

  /**
   * The phrase that begins with a word, as the text has it; empty if none does.
   *
   * @param found the word, by {@link Forms#ALL}
   */
  String at(String text, Matcher found) {
    if (found.group("word") != null) {
      for (String phrase : phrases.getOrDefault(Pseudonyms.plain(found.group()), Set.of())) {
        if (text.regionMatches(true, found.start(), phrase, 0, phrase.length())) {
          return text.substring(found.start(), found.start() + phrase.length());
        }
      }
    }
    return "";
  }
}
