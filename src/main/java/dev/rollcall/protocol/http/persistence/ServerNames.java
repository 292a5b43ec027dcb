package dev.rollcall.protocol.http.persistence;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Recognises a site's servers in what an answer says of itself; pure. Only what names exactly one
 * server tells anything: a number that counts requests, or the balancer's own name, does not.
 */
public final class ServerNames {
  private final List<List<String>> servers;
  private final Set<String> values;

  /**
   * @param servers each as its name, then other names of the same server, separated by spaces
   * @param values what else tells the servers apart, each on its own
   */
  ServerNames(List<String> servers, List<String> values) {
    this.servers =
        servers.stream().map(text -> List.of(text.strip().split(" +"))).distinct().toList();
    this.values = new LinkedHashSet<>(values);
  }

  /** How many servers the site has. */
  int count() {
    return servers.size();
  }

  /** Whether values are listed, of which one alone could tell nothing apart. */
  boolean oneValueOnly() {
    return values.size() == 1;
  }

  /**
   * The server that a text tells of: one of the values, or the server whose name, address or first
   * label stands in it as a word.
   */
  Optional<String> serverIn(String text) {
    if (values.contains(text)) {
      return Optional.of(text);
    }
    String lower = text.toLowerCase(Locale.ROOT);
    List<String> named =
        matching(server -> server.stream().anyMatch(name -> stands(name, lower, true)));
    if (named.isEmpty()) {
      named = matching(server -> stands(label(server.get(0)), lower, false));
    }
    return named.size() == 1 ? Optional.of(named.get(0)) : Optional.empty();
  }

  private List<String> matching(Predicate<List<String>> how) {
    List<String> found = new ArrayList<>();
    for (List<String> server : servers) {
      if (how.test(server)) {
        found.add(server.get(0));
      }
    }
    return found;
  }

  /** The first label of a name; of an address, the whole. */
  private static String label(String name) {
    boolean address = name.indexOf(':') >= 0 || name.matches("[0-9.]+");
    int dot = name.indexOf('.');
    return address || dot < 0 ? name : name.substring(0, dot);
  }

  /**
   * Whether the name stands in the text with nothing before or after it that would be part of it.
   */
  private static boolean stands(String name, String lower, boolean dotted) {
    String wanted = name.toLowerCase(Locale.ROOT);
    for (int at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
      int end = at + wanted.length();
      boolean before = at == 0 || !partOfName(lower.charAt(at - 1), dotted);
      // A dot that ends a sentence is no part of a name.
      boolean after =
          end == lower.length()
              || !(partOfName(lower.charAt(end), false)
                  || (dotted
                      && lower.charAt(end) == '.'
                      && end + 1 < lower.length()
                      && partOfName(lower.charAt(end + 1), false)));
      if (before && after) {
        return true;
      }
    }
    return false;
  }

  private static boolean partOfName(char sign, boolean dotted) {
    return Character.isLetterOrDigit(sign) || sign == '-' || sign == '_' || (dotted && sign == '.');
  }
}
