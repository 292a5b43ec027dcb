package dev.rollcall.probe.quote;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fixed list of words that may be repeated from a server that knows a secret. */
public final class Vocabulary {
  private static final String RESOURCE = "words.txt";

  /** The usual spelling by the lower-case form. */
  private static final Map<String, String> WORDS = read();

  private Vocabulary() {}

  /**
   * The word as it may be shown; empty if it is not in the list. A word in lower case, in capitals,
   * with one capital or in its usual spelling is shown as received. Any other mix of cases could
   * encode a message, so it is shown in the usual spelling.
   */
  static Optional<String> word(String said) {
    String usual = WORDS.get(said.toLowerCase(Locale.ROOT));
    if (usual == null) {
      return Optional.empty();
    }
    String rest = said.substring(1);
    boolean plain =
        said.equals(said.toUpperCase(Locale.ROOT)) || rest.equals(rest.toLowerCase(Locale.ROOT));
    return Optional.of(plain ? said : usual);
  }

  /** Every word of the list, in lower case. */
  public static Set<String> words() {
    return WORDS.keySet();
  }

  private static Map<String, String> read() {
    Map<String, String> words = new HashMap<>();
    try (InputStream in = Vocabulary.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing");
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          for (String word : line.strip().split(" +", -1)) {
            words.putIfAbsent(word.toLowerCase(Locale.ROOT), word);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    words.remove("");
    return Map.copyOf(words);
  }
}
