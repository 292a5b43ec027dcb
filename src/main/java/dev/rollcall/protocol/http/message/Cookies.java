package dev.rollcall.protocol.http.message;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The cookies that an answer sets (RFC 6265 §5.2), names and values alone: they go back to where
 * they came from, and nowhere else.
 */
public record Cookies(Map<String, String> pairs) {
  public static final Cookies NONE = new Cookies(Map.of());

  /** The most cookies that are kept, and the longest. */
  private static final int MOST = 50;

  private static final int LONGEST = 4096;

  public Cookies {
    pairs = Map.copyOf(pairs);
  }

  public static Cookies of(Answer answer) {
    Map<String, String> pairs = new LinkedHashMap<>();
    answer
        .values("Set-Cookie")
        .limit(MOST)
        .map(value -> value.split(";", 2)[0].strip())
        .filter(pair -> pair.indexOf('=') > 0 && pair.length() <= LONGEST)
        .filter(pair -> pair.chars().allMatch(sign -> sign >= ' ' && sign < 127))
        .forEach(pair -> put(pairs, pair));
    return new Cookies(pairs);
  }

  private static void put(Map<String, String> pairs, String pair) {
    int equals = pair.indexOf('=');
    String value = pair.substring(equals + 1).strip();
    pairs.put(pair.substring(0, equals).strip(), value);
  }

  /** The value of one. */
  public Optional<String> value(String name) {
    return Optional.ofNullable(pairs.get(name));
  }

  /** Only that one, if it is among them. */
  public Cookies only(String name) {
    return new Cookies(value(name).map(value -> Map.of(name, value)).orElse(Map.of()));
  }

  public boolean isEmpty() {
    return pairs.isEmpty();
  }

  /** These, and what was set after them. */
  Cookies and(Cookies later) {
    Map<String, String> all = new LinkedHashMap<>(pairs);
    all.putAll(later.pairs);
    return new Cookies(all);
  }

  /** Their names, sorted. */
  public List<String> names() {
    return pairs.keySet().stream().sorted().toList();
  }

  /** The value of a Cookie header (RFC 6265 §4.2.1). */
  public String header() {
    return names().stream()
        .map(name -> name + "=" + pairs.get(name))
        .collect(Collectors.joining("; "));
  }
}
