package dev.rollcall.bundle.redact;

import dev.rollcall.probe.quote.Vocabulary;
import dev.rollcall.text.LiteralAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What says nothing of a site: the words of Rollcall's own code, of the catalogue in the jar and of
 * two lists, and the public names and addresses of that catalogue. In lower case.
 *
 * @param words that any text may keep
 * @param names with dots: the vendor's hosts, ids of rules and of facts
 * @param rules ids of the shipped catalogue's rules
 * @param addresses the vendor's
 * @param authorities words that the names of certificates' issuers may keep
 * @param structure words that a name of a host may keep
 * @param generic words that many hosts have as a part of their names; they stay in sentences
 */
record KnownWords(
    Set<String> words,
    Set<String> names,
    Set<String> rules,
    Set<InetAddress> addresses,
    Set<String> authorities,
    Set<String> structure,
    Set<String> generic) {
  private static final String LIST = "words.txt";
  private static final String CATALOGUE = "/checks/appsanywhere.yaml";

  private static final String ID = "- id:";

  /** A word; with dots, a name. */
  private static final Pattern WORD =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*(?:\\.[A-Za-z0-9_-]+)*");

  private static final Pattern LETTERS = Pattern.compile("[a-z]+");

  /** Those of the jar. */
  static KnownWords ofRollcall() {
    return Own.WORDS;
  }

  /** Read when they are first needed. */
  private static final class Own {
    static final KnownWords WORDS = read();
  }

  private static KnownWords read() {
    Map<String, Set<String>> lists = lists();
    Set<String> words = new HashSet<>(list(lists, "any"));
    words.addAll(Vocabulary.words());
    Set<String> names = new HashSet<>();
    Set<InetAddress> addresses = new HashSet<>();
    ClassConstants.forEach(text -> add(text, words, names));
    Set<String> rules = new HashSet<>();
    Set<String> generic = new HashSet<>(list(lists, "generic"));
    for (String line : lines(CATALOGUE)) {
      String stripped = line.strip();
      if (stripped.startsWith(ID)) {
        String id = stripped.substring(ID.length()).strip();
        rules.add(id);
        generic.addAll(List.of(id.split("\\.", -1)));
      }
      // Comments and examples speak of an imagined site.
      if (!stripped.startsWith("#") && !stripped.startsWith("example:")) {
        add(line, words, names);
      }
    }
    names.removeIf(name -> takenAsAddress(name, addresses));
    // The imagined site's names, which a real one may have.
    names.removeIf(name -> name.contains("uni.edu"));
    return new KnownWords(
        words, names, rules, addresses, list(lists, "ca"), list(lists, "name"), generic);
  }

  private static void add(String text, Set<String> words, Set<String> names) {
    Matcher found = WORD.matcher(text);
    while (found.find()) {
      String word = found.group().toLowerCase(Locale.ROOT);
      if (word.indexOf('.') >= 0) {
        names.add(word);
      } else {
        words.add(word);
        for (String part : word.split("[_-]", -1)) {
          if (LETTERS.matcher(part).matches()) {
            words.add(part);
          }
        }
      }
    }
  }

  /** Whether it is an address; a public one is kept as such. */
  private static boolean takenAsAddress(String name, Set<InetAddress> addresses) {
    try {
      InetAddress address = LiteralAddress.parse(name);
      if (!address.isSiteLocalAddress()) {
        addresses.add(address);
      }
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Set<String> list(Map<String, Set<String>> lists, String name) {
    return lists.getOrDefault(name, Set.of());
  }

  private static Map<String, Set<String>> lists() {
    Map<String, Set<String>> lists = new HashMap<>();
    Set<String> list = new HashSet<>();
    for (String line : lines(LIST)) {
      if (line.startsWith("[")) {
        list = new HashSet<>();
        lists.put(line.substring(1, line.indexOf(']')), list);
      } else if (!line.startsWith("#") && !line.isBlank()) {
        list.addAll(List.of(line.strip().split(" +", -1)));
      }
    }
    return lists;
  }

  private static List<String> lines(String resource) {
    try (InputStream in = KnownWords.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
