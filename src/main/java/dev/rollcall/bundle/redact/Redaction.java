package dev.rollcall.bundle.redact;

import dev.rollcall.bundle.redact.TextRedaction.Mode;
import dev.rollcall.model.Run;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Observation;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Replaces hosts, addresses, accounts and every word that is not known to be harmless by
 * pseudonyms. One key gives one value the same pseudonym in every document.
 *
 * <p>Everything that a bundle holds is learned first ({@link #learn}), so that the site's names are
 * replaced in sentences, too, where they are also ordinary words. Not thread-safe.
 */
public final class Redaction {
  /** The shortest key, in bytes. */
  public static final int SHORTEST_KEY = Pseudonyms.SHORTEST;

  /** Beginnings of sentences that reports look at. */
  private static final List<String> BEGINNINGS =
      List.of(
          Run.REHEARSAL.text(),
          Run.STRICT.text(),
          Observation.Note.SMALL_PACKETS.text(),
          Observation.Note.OWN_ADDRESS.text(),
          Verdict.ADVISORY,
          Evidence.Skipped.WAIVED,
          Evidence.Skipped.NOT_APPLICABLE,
          Finding.UNDER_WAY,
          Observation.Note.LOSS,
          Observation.Note.IDLE);

  private static final Pattern VALUES =
      Pattern.compile("(?<![A-Za-z])(?:CN|OU|O|L|ST)=((?:\\\\.|[^,+;\"]){1,200})");

  private static final Pattern KERNEL =
      Pattern.compile("(?<=^|[ ])([0-9]{1,3}\\.[0-9]{1,3}(?:\\.[0-9]{1,5})?)[+~._-][^ ,]*");

  /** It begins with its protocol. */
  private static final String FACT =
      "(http|tds|ssrp|smb|ldaps?|kerberos|ntp|smtp|ssh|tcp|tls|stand-in|balancer)(\\.[\\w-]{1,60}){1,9}";

  private static final int SHORTEST_WORD = 3;
  private static final int MOST_PHRASES = 2000;
  private static final int LONGEST_PHRASE = 200;

  private final Pseudonyms pseudonyms;
  private final KnownWords known;
  private final TextRedaction texts;
  private final Set<String> siteWords = new HashSet<>();
  private final Treatments treatments;
  private int phrases;

  /**
   * @param key stays at the site
   * @param plainFacts the facts of protocols that hold no name
   * @throws IllegalArgumentException if it is shorter than {@link #SHORTEST_KEY}
   */
  public Redaction(byte[] key, Set<String> plainFacts) {
    this(key, plainFacts, KnownWords.ofRollcall());
  }

  Redaction(byte[] key, Set<String> plainFacts, KnownWords known) {
    this.treatments = new Treatments(plainFacts);
    this.pseudonyms = new Pseudonyms(key);
    this.known = known;
    this.texts = new TextRedaction(pseudonyms, known, siteWords);
  }

  /** Learns the names of hosts and accounts in a document. */
  public void learn(Record document) {
    new RecordRedaction(
            new RecordRedaction.Texts() {
              @Override
              public String text(String text, Treatment treatment) {
                switch (treatment) {
                  case HOST, ACCOUNT -> learnName(text);
                  case DISTINGUISHED_NAME -> learnDistinguished(text);
                  case NAMES -> {
                    if (text.matches("[^\\s/]+")) {
                      learnName(text);
                    }
                  }
                  // Names in certificates may be those of the internet, and are replaced as they
                  // stand.
                  case KEPT,
                      PLATFORM,
                      SENTENCE,
                      RULE,
                      FACT,
                      DESTINATION,
                      ALTERNATIVE_NAME,
                      FINGERPRINT -> {}
                }
                return text;
              }

              @Override
              public InetAddress address(InetAddress address) {
                texts.learnAddress(address);
                return address;
              }
            },
            treatments)
        .copy(document);
  }

  /** Learns the name of a host or an account. */
  public void learnName(String name) {
    if (name.strip().indexOf(' ') > 0) {
      learnPhrase(name.strip());
      return;
    }
    Matcher found = Forms.ALL.matcher(name);
    while (found.find()) {
      if (found.group("v4") != null) {
        texts.learnAddress(found.group("v4"));
      }
      String word = found.group("word");
      if (word == null || known.names().contains(word.toLowerCase(Locale.ROOT))) {
        continue;
      }
      for (String label : word.split("\\.", -1)) {
        String plain = Pseudonyms.plain(label);
        // An account may be a number; a label of an address is none.
        boolean number = plain.matches("[0-9]+") && word.indexOf('.') >= 0;
        boolean telling = plain.length() >= SHORTEST_WORD && !number;
        if (telling && !known.generic().contains(plain) && !known.structure().contains(plain)) {
          siteWords.add(plain);
        }
      }
    }
  }

  private void learnDistinguished(String name) {
    Matcher found = VALUES.matcher(name);
    while (found.find()) {
      String value = found.group(1).strip();
      if (value.equals(texts.redact(value, Mode.DISTINGUISHED))) {
        continue;
      }
      if (value.indexOf(' ') > 0) {
        learnPhrase(value);
      } else {
        learnName(value);
      }
    }
  }

  private void learnPhrase(String phrase) {
    if (phrase.length() <= LONGEST_PHRASE && phrases++ < MOST_PHRASES) {
      texts.learnPhrase(phrase);
    }
  }

  /** The document with pseudonyms. */
  public <R extends Record> R redact(R document) {
    return new RecordRedaction(
            new RecordRedaction.Texts() {
              @Override
              public String text(String text, Treatment treatment) {
                return treated(text, treatment);
              }

              @Override
              public InetAddress address(InetAddress address) {
                return texts.address(address);
              }
            },
            treatments)
        .copy(document);
  }

  /** A sentence with pseudonyms. */
  public String sentence(String text) {
    for (String beginning : BEGINNINGS) {
      if (text.startsWith(beginning)) {
        return beginning + texts.redact(text.substring(beginning.length()), Mode.SENTENCE);
      }
    }
    return texts.redact(text, Mode.SENTENCE);
  }

  /** A name of a host or an account, or an address, as its pseudonym. */
  public String name(String text) {
    return texts.redact(text, Mode.NAME);
  }

  /** {@code 6.1.4} of a kernel that a person built and named. */
  private static String platform(String text) {
    Matcher version = KERNEL.matcher(text);
    return version.replaceAll(
        found ->
            Forms.isVersion(found.group())
                ? Matcher.quoteReplacement(found.group())
                : found.group(1));
  }

  /** {@code ssrp.instance.x}: word by word, as a server may have chosen the last one. */
  private String fact(String name) {
    return name.matches(FACT)
        ? Stream.of(name.split("\\.", -1))
            .map(part -> texts.redact(part, Mode.SENTENCE))
            .collect(Collectors.joining("."))
        : sentence(name);
  }

  private String treated(String text, Treatment treatment) {
    return switch (treatment) {
      case KEPT -> text;
      case PLATFORM -> sentence(platform(text));
      case SENTENCE -> sentence(text);
      case RULE -> known.rules().contains(text) ? text : sentence(text);
      case FACT -> fact(text);
      case HOST, ACCOUNT -> name(text);
      case NAMES -> texts.redact(text, Mode.NAMES);
      case DESTINATION ->
          text.replace(", ", "").indexOf(' ') < 0 ? texts.redact(text, Mode.NAMES) : sentence(text);
      case ALTERNATIVE_NAME -> {
        int colon = text.indexOf(':');
        boolean typed = colon > 0 && text.substring(0, colon).matches("dns|ip|uri|email");
        yield typed
            ? text.substring(0, colon + 1) + name(text.substring(colon + 1))
            : texts.redact(text, Mode.NAMES);
      }
      case DISTINGUISHED_NAME -> texts.redact(text, Mode.DISTINGUISHED);
      case FINGERPRINT -> pseudonyms.fingerprint(text);
    };
  }
}
