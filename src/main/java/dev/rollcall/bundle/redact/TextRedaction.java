package dev.rollcall.bundle.redact;

import dev.rollcall.text.LiteralAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Replaces names, addresses and every unknown word in a text. Punctuation stays, so {@code
 * UNI\svc}, {@code svc@UNI.EDU}, {@code MSSQLSvc/sql1.uni.edu:1433} and paths keep their form.
 */
final class TextRedaction {
  /** What a text may keep. */
  enum Mode {
    /** A sentence: words that are known and no name of the site; numbers, times and versions. */
    SENTENCE,
    /** Names with numbers between them. */
    NAMES,
    /** A name of a host or an account, or an address: all is replaced. */
    NAME,
    /** A distinguished name: the words that certification authorities use. */
    DISTINGUISHED
  }

  private static final Pattern BEFORE_ACCOUNT = Pattern.compile("(?:[\\\\@]|(?:home|[Uu]sers)/)$");

  private static final int LONGEST_BEFORE = 6;

  /** A value that is a name itself is taken apart so often. */
  private static final int DEEPEST = 5;

  private final Pseudonyms pseudonyms;
  private final AddressPseudonyms addresses;
  private final KnownWords known;
  private final Set<String> siteWords;

  /** The first two and three numbers of IPv4 addresses. */
  private final Set<String> beginnings = new HashSet<>();

  private final SitePhrases phrases = new SitePhrases();

  TextRedaction(Pseudonyms pseudonyms, KnownWords known, Set<String> siteWords) {
    this.pseudonyms = pseudonyms;
    this.addresses = new AddressPseudonyms(pseudonyms, known.addresses());
    this.known = known;
    this.siteWords = siteWords;
  }

  /** From now on these words in a row are replaced in sentences. */
  void learnPhrase(String phrase) {
    phrases.learn(phrase);
  }

  /** From now on the beginnings of this address, as a person writes a network, are replaced. */
  void learnAddress(InetAddress address) {
    if (address instanceof Inet4Address
        && !address.isLoopbackAddress()
        && !address.isAnyLocalAddress()) {
      learnAddress(address.getHostAddress());
    }
  }

  void learnAddress(String four) {
    String[] parts = four.split("\\.", -1);
    beginnings.add(parts[0] + "." + parts[1]);
    beginnings.add(parts[0] + "." + parts[1] + "." + parts[2]);
  }

  InetAddress address(InetAddress address) {
    return addresses.of(address);
  }

  String redact(String text, Mode mode) {
    return redact(text, mode, 0);
  }

  private String redact(String text, Mode mode, int depth) {
    StringBuilder out = new StringBuilder(text.length() + 32);
    Matcher found = Forms.ALL.matcher(text);
    int done = 0;
    for (boolean more = found.find(); more; more = done < text.length() && found.find(done)) {
      out.append(text, done, found.start());
      done = found.end();
      String phrase = mode == Mode.SENTENCE ? phrases.at(text, found) : "";
      if (phrase.isEmpty()) {
        out.append(replaced(text, found, mode, depth));
      } else {
        out.append(redact(phrase, Mode.NAME));
        done = found.start() + phrase.length();
      }
    }
    return out.append(text, done, text.length()).toString();
  }

  private String replaced(String text, Matcher found, Mode mode, int depth) {
    String all = found.group();
    if (found.group("date") != null || found.group("clock") != null) {
      return all;
    }
    if (found.group("code") != null) {
      return mode == Mode.SENTENCE && !namesSite(all) ? all : words(all, Mode.NAME);
    }
    if (found.group("reverse") != null) {
      boolean four = found.group("four") != null;
      return addresses.reverse(four ? found.group("four") : found.group("six"), four);
    }
    if (found.group("part") != null) {
      return depth < DEEPEST
          ? found.group("key") + value(found.group("key"), found.group("value"), mode, depth + 1)
          : words(all, Mode.NAME);
    }
    if (found.group("bytes") != null) {
      return pseudonyms.word(all);
    }
    if (found.group("cut") != null) {
      return "…";
    }
    if (found.group("v4") != null) {
      return address(found.group("v4"), found.group("bits4"), "");
    }
    if (found.group("v6") != null) {
      return six(found, mode);
    }
    return word(found.group("word"), isAccount(text, found) ? Mode.NAME : mode);
  }

  /** Whether a part of it is a word of the site: a domain may begin with {@code sun}. */
  private boolean namesSite(String code) {
    return Stream.of(code.split("[^A-Za-z0-9]+", -1))
        .map(TextRedaction::plain)
        .anyMatch(siteWords::contains);
  }

  /** Whether it stands where a domain, a user or a share does: {@code A\b}, {@code a@B}. */
  private static boolean isAccount(String text, Matcher found) {
    String before = text.substring(Math.max(0, found.start() - LONGEST_BEFORE), found.start());
    boolean domain = found.end() < text.length() && "\\@$".indexOf(text.charAt(found.end())) >= 0;
    return domain || BEFORE_ACCOUNT.matcher(before).find();
  }

  /** Each word of a text that has another form. */
  private String words(String text, Mode mode) {
    StringBuilder out = new StringBuilder();
    for (String part : text.split("(?<=[^\\p{L}\\p{N}_-])|(?=[^\\p{L}\\p{N}_-])", -1)) {
      boolean sign = part.length() == 1 && !Character.isLetterOrDigit(part.charAt(0));
      out.append(part.isEmpty() || sign ? part : word(part, mode));
    }
    return out.toString();
  }

  private String value(String key, String value, Mode mode, int depth) {
    String name = key.strip().toUpperCase(Locale.ROOT).replaceAll("[\\s=]", "");
    if (Set.of("DC", "UID", "C", "E", "SAMACCOUNTNAME", "USERPRINCIPALNAME").contains(name)) {
      int space = value.indexOf(' ');
      String own = space < 0 ? value : value.substring(0, space);
      return redact(own, Mode.NAME, depth) + redact(value.substring(own.length()), mode, depth);
    }
    return redact(value, mode == Mode.NAME ? Mode.NAME : Mode.DISTINGUISHED, depth);
  }

  private String address(String literal, @Nullable String bits, String end) {
    try {
      InetAddress there = addresses.of(LiteralAddress.parse(literal));
      if (bits == null) {
        return AddressPseudonyms.text(there, literal.indexOf(':') >= 0) + end;
      }
      InetAddress own = LiteralAddress.parse(literal);
      int length = Integer.parseInt(bits);
      boolean network = AddressPseudonyms.first(own, length).equals(own);
      // An address of a host in its network stays one: eth0 10.1.2.3/24.
      return (network ? AddressPseudonyms.network(there, length) : there).getHostAddress()
          + end
          + "/"
          + bits;
    } catch (IllegalArgumentException notAnAddress) {
      return pseudonyms.word(literal) + end + (bits == null ? "" : "/" + bits);
    }
  }

  private String six(Matcher found, Mode mode) {
    String literal = found.group("v6");
    String end = "";
    while (literal.endsWith(".") || (literal.endsWith(":") && !literal.endsWith("::"))) {
      end = literal.charAt(literal.length() - 1) + end;
      literal = literal.substring(0, literal.length() - 1);
    }
    String scope = found.group("scope");
    String zone = scope == null ? "" : "%" + word(scope.substring(1), mode);
    boolean any = literal.chars().anyMatch(c -> Character.digit(c, 16) >= 0);
    return any ? address(literal, found.group("bits6"), zone) + end : found.group();
  }

  private String word(String word, Mode mode) {
    int start = 0;
    int end = word.length();
    while (start < end && word.charAt(start) == '-') {
      start++;
    }
    while (end > start && word.charAt(end - 1) == '-') {
      end--;
    }
    String bare = word.substring(start, end);
    String kept =
        bare.isEmpty() || mayStay(bare, mode)
            ? bare
            : bare.indexOf('.') >= 0 ? name(bare) : pseudonyms.word(bare);
    return word.substring(0, start) + kept + word.substring(end);
  }

  /** Label by label, so that a domain stays the same domain. */
  private String name(String dotted) {
    StringBuilder out = new StringBuilder();
    for (String label : dotted.split("\\.", -1)) {
      boolean fixed = label.startsWith("_") && known.structure().contains(plain(label));
      out.append(out.isEmpty() ? "" : ".");
      out.append(fixed || label.isEmpty() ? label : pseudonyms.word(label));
    }
    return out.toString();
  }

  private boolean mayStay(String word, Mode mode) {
    String plain = plain(word);
    if (word.indexOf('.') >= 0) {
      return known.names().contains(plain) || (mode != Mode.NAME && isTechnical(word));
    }
    return switch (mode) {
      case NAME -> known.structure().contains(plain);
      case NAMES -> known.structure().contains(plain) || matches(Forms.NUMBER, word);
      case DISTINGUISHED ->
          known.authorities().contains(plain) || word.length() == 1 || word.matches("[0-9]{1,4}");
      case SENTENCE -> staysInSentence(word, plain);
    };
  }

  private boolean staysInSentence(String word, String plain) {
    if (siteWords.contains(plain)) {
      return false;
    }
    if (known.words().contains(plain)
        || (word.length() == 1 && word.charAt(0) < 0x80)
        || isTechnical(word)) {
      return true;
    }
    String[] parts = plain.split("[_-]", -1);
    if (parts.length == 1) {
      return false;
    }
    for (String part : parts) {
      boolean letters = !part.isEmpty() && part.chars().allMatch(c -> c >= 'a' && c <= 'z');
      if (!letters || siteWords.contains(part) || !known.words().contains(part)) {
        return false;
      }
    }
    return true;
  }

  private boolean isTechnical(String word) {
    if (beginnings.contains(word)) {
      return false;
    }
    Matcher product = Forms.PRODUCT.matcher(word);
    return matches(Forms.TLS, word)
        || matches(Forms.AMOUNT, word)
        || (Forms.isVersion(word)
            && !Forms.QUAD.matcher(word).find()
            && !matches(Forms.NETWORK, word))
        || (product.matches() && known.words().contains(plain(product.group(1))));
  }

  private static boolean matches(Pattern pattern, String word) {
    return pattern.matcher(word).matches();
  }

  private static String plain(String word) {
    return Pseudonyms.plain(word);
  }
}
