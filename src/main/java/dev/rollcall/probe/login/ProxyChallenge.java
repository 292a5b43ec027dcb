package dev.rollcall.probe.login;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One way to log in that a proxy offers (RFC 9110 §11.3, §11.7.1).
 *
 * @param scheme lower case: {@code basic}, {@code digest}, {@code negotiate}, {@code ntlm}
 * @param parameters by their names in lower case; the first of a name counts; one character an
 *     octet (ISO 8859-1), as no charset is agreed
 */
public record ProxyChallenge(String scheme, Map<String, String> parameters) {
  private static final int MOST = 20;

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}";

  /**
   * A parameter, or a scheme: what is followed by no equals sign. Java reads a group that repeats
   * by calling itself: only the signs that are escaped may be one, and those are few.
   */
  private static final Pattern PART =
      Pattern.compile(
          "\\G[\\s,]*+("
              + TOKEN
              + ")(?:\\s*+=\\s*+(?:\"([^\"\\\\]{0,4000}+(?:\\\\.[^\"\\\\]{0,4000}+){0,50}+)\""
              + "|([^\\s,\"]{1,4000})))?+");

  public ProxyChallenge {
    parameters = Map.copyOf(parameters);
  }

  /** Those in the values of Proxy-Authenticate, in order; what cannot be read ends a value. */
  public static List<ProxyChallenge> of(List<String> values) {
    List<ProxyChallenge> found = new ArrayList<>();
    for (String value : values) {
      String scheme = "";
      Map<String, String> parameters = new HashMap<>();
      Matcher part = PART.matcher(value);
      while (part.find() && found.size() < MOST) {
        String name = part.group(1).toLowerCase(Locale.ROOT);
        String quoted = part.group(2);
        String text = quoted == null ? part.group(3) : quoted.replaceAll("\\\\(.)", "$1");
        if (text != null) {
          parameters.putIfAbsent(name, text);
        } else {
          add(found, scheme, parameters);
          scheme = name;
          parameters = new HashMap<>();
        }
      }
      add(found, scheme, parameters);
    }
    return found;
  }

  private static void add(
      List<ProxyChallenge> found, String scheme, Map<String, String> parameters) {
    if (!scheme.isEmpty()) {
      found.add(new ProxyChallenge(scheme, parameters));
    }
  }

  public String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }
}
