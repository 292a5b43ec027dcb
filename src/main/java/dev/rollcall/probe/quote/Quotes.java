package dev.rollcall.probe.quote;

import dev.rollcall.probe.login.Grant;
import dev.rollcall.probe.login.Secret;
import dev.rollcall.text.PeerText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Quotes a server's text in sentences and facts. Everything is bounded and made safe as by {@link
 * PeerText}; further rules depend on what the server may know.
 *
 * <ul>
 *   <li>It knows no secret of ours ({@link #OPEN}): no further rules.
 *   <li>The rule has credentials: always, whether or not this session sent them, since the server
 *       may have learned them in another sample, at another address or in an earlier run. {@link
 *       #text Free text} is reduced to words of a fixed list of some hundred, so that no encoding
 *       of a secret passes, known or not. No such word, and no words in a row, share four
 *       characters with a secret, forwards or backwards. A {@link #name name} is left out unless it
 *       is made of letters, digits and the signs of names, and shares no four characters in a row
 *       with a secret, as it is or in a common encoding (numbers of any usual base, Base32, Base64,
 *       Base85, percent signs, escapes, Morse, UTF-16), nor five backwards or in a cipher of
 *       shifted or mirrored letters. {@link #bytes Bytes} are not repeated; {@link #message
 *       exceptions} of libraries count as free text.
 *   <li>The rule has none, but another rule's credentials may go to the same host: a text is shown
 *       if it shares nothing with a secret, by the same test as a name but with any signs; other
 *       text is reduced.
 * </ul>
 *
 * <p>Omitted text is shown as {@code …}. Values from the site file, such as the host and the
 * account, are always repeated. Codes, times and other numbers of a small range need no quoting. A
 * server can still hide a message in its choice of words and numbers for a reader who knows its
 * code; but such a reader could as well ask the server.
 */
public final class Quotes {
  /** For servers that know no secret. */
  public static final Quotes OPEN = new Quotes(List.of(), false, List.of(), PeerText.LIMIT);

  /** Marks omitted text. */
  static final String GAP = "…";

  /** The longest part of a text that is examined, in characters. */
  private static final int LOOK = 1024;

  /** A shorter secret, or one of letters only, could be an ordinary word. */
  private static final int UNMISTAKABLE = 8;

  private static final String HIDDEN = "(secret)";

  private final List<Secret> secrets;
  private final List<Lookalike> lookalikes;
  private final boolean strict;
  private final List<String> own;
  private final int limit;

  private Quotes(List<Secret> secrets, boolean strict, List<String> own, int limit) {
    this.secrets = secrets;
    this.lookalikes = secrets.stream().map(secret -> new Lookalike(secret.reveal())).toList();
    this.strict = strict;
    this.own = own;
    this.limit = limit;
  }

  private Quotes(Quotes other, List<String> own, int limit) {
    this.secrets = other.secrets;
    this.lookalikes = other.lookalikes;
    this.strict = other.strict;
    this.own = own;
    this.limit = limit;
  }

  /**
   * For a session.
   *
   * @param rule the rule's own credentials, if it has any
   * @param others those of other rules that may be sent to the same host
   */
  public static Quotes of(Optional<Grant> rule, Collection<Grant> others) {
    List<Grant> grants = Stream.concat(rule.stream(), others.stream()).toList();
    return grants.isEmpty()
        ? OPEN
        : new Quotes(
            grants.stream().map(Grant::secret).distinct().toList(),
            rule.isPresent(),
            grants.stream().flatMap(Quotes::given).distinct().toList(),
            PeerText.LIMIT);
  }

  /** What the site file contains about the account and its hosts. */
  private static Stream<String> given(Grant grant) {
    return Stream.of(
            grant.hosts().stream(),
            grant.domain().stream(),
            Stream.of(
                grant.account().given(),
                grant.account().name(),
                grant.account().domain(),
                grant.account().qualified()))
        .flatMap(texts -> texts);
  }

  /** Whether the session's rule has its own credentials, sent in this session or in another. */
  public boolean ofLogin() {
    return strict;
  }

  /** The same, where texts of the rule's own settings may be repeated as well. */
  public Quotes knowing(String... more) {
    return new Quotes(
        this, Stream.concat(own.stream(), Arrays.stream(more)).distinct().toList(), limit);
  }

  /** The same, where at most that many characters are quoted at a time. */
  public Quotes upTo(int characters) {
    return new Quotes(this, own, characters);
  }

  /** A server's free text. */
  public String text(String said) {
    if (shown(said)) {
      return PeerText.safe(said, limit);
    }
    return Reduction.of(cut(said), lookalikes, own, limit);
  }

  /** Bytes that should be text, in UTF-8. */
  public String text(byte[] said) {
    int length = Math.min(said.length, LOOK * 4);
    return text(new String(said, 0, length, StandardCharsets.UTF_8));
  }

  /**
   * A field of a server's answer that names something: a host, an account, a file, a version, a
   * product.
   */
  public String name(String said) {
    return shows(said) ? PeerText.safe(said, limit) : GAP;
  }

  /** Whether {@link #name} shows it. */
  public boolean shows(String said) {
    return secrets.isEmpty()
        || own.stream().anyMatch(said::equalsIgnoreCase)
        || ((!strict || Names.plain(said)) && !resembles(said));
  }

  /** Several names, with commas between; none, if a secret shows where they meet. */
  public String names(Collection<String> said) {
    String joined = said.stream().map(this::name).collect(Collectors.joining(", "));
    return secrets.isEmpty() || said.size() < 2 || !resembles(joined) ? joined : GAP;
  }

  /** The first bytes of what is not the protocol, in hexadecimal and as text. */
  public String bytes(byte[] said) {
    boolean fits =
        secrets.isEmpty() || (!strict && !resembles(new String(said, StandardCharsets.ISO_8859_1)));
    return fits ? PeerText.dump(said) : said.length > LOOK ? "many bytes" : said.length + " bytes";
  }

  /** The message of a library's exception; it may contain the server's text. */
  public String message(Throwable thrown) {
    return text(String.valueOf(thrown.getMessage()));
  }

  /**
   * A complete sentence or fact of ours, including its quotes, with secrets in plain form removed.
   * This is a last safeguard: no sentence should contain one. To keep ordinary words, it removes
   * only secrets of at least eight characters that have letters and other characters and are not
   * part of the site file's other values.
   */
  public String sentence(String made) {
    String sentence = made;
    for (Secret secret : secrets) {
      String text = String.valueOf(secret.reveal());
      boolean letters = text.chars().anyMatch(Character::isLetter);
      boolean others = !text.chars().allMatch(Character::isLetter);
      boolean given = own.stream().anyMatch(known -> known.contains(text));
      if (text.length() >= UNMISTAKABLE && letters && others && !given) {
        sentence = sentence.replace(text, HIDDEN);
      }
    }
    return sentence;
  }

  /** Whether free text may be shown as it is. */
  private boolean shown(String said) {
    return secrets.isEmpty() || (!strict && !resembles(said));
  }

  private boolean resembles(String said) {
    String rest = Reduction.without(cut(said), own);
    return lookalikes.stream().anyMatch(one -> one.in(rest));
  }

  private static String cut(String said) {
    return said.length() > LOOK ? said.substring(0, LOOK) : said;
  }
}
