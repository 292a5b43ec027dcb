package dev.rollcall.protocol.http.persistence;

import dev.rollcall.model.attempt.Observation;
import dev.rollcall.probe.certificate.Certificates;
import dev.rollcall.protocol.http.message.Answer;
import dev.rollcall.protocol.http.message.Cookies;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Where an answer says which server gave it; pure. */
public final class PersistenceEvidence {
  /** The longest text that may name a server, in characters. */
  private static final int LONGEST = 256;

  private final PersistenceSettings settings;
  private final ServerNames names;

  public PersistenceEvidence(PersistenceSettings settings) {
    this.settings = settings;
    this.names = new ServerNames(settings.servers(), settings.values());
  }

  ServerNames names() {
    return names;
  }

  /** What is looked at, in words. */
  String what() {
    return settings
        .header()
        .map(name -> "header " + name)
        .or(() -> settings.cookie().map(name -> "cookie " + name))
        .or(() -> settings.body().map(text -> "text '" + text + "'"))
        .orElse("certificate");
  }

  /** Whether the body decides. */
  boolean wantsBody() {
    return settings.body().isPresent();
  }

  /**
   * The texts that may name the server, none if the answer does not carry the evidence.
   *
   * @param leaf the certificate that came with the answer
   */
  public List<String> in(Answer answer, X509Certificate leaf) {
    if (settings.header().isPresent()) {
      return answer.values(settings.header().get()).map(PersistenceEvidence::cut).toList();
    }
    if (settings.cookie().isPresent()) {
      return Cookies.of(answer)
          .value(settings.cookie().get())
          .map(PersistenceEvidence::cut)
          .stream()
          .toList();
    }
    return settings
        .body()
        .map(text -> inBody(text, answer.body()).stream().toList())
        .orElseGet(() -> in(leaf));
  }

  /** The server that the texts name, if those that name one name the same. */
  public Optional<String> server(List<String> texts) {
    List<String> named =
        texts.stream().flatMap(text -> names.serverIn(text).stream()).distinct().toList();
    return named.size() == 1 ? Optional.of(named.get(0)) : Optional.empty();
  }

  private static String cut(String text) {
    String stripped = text.strip();
    return stripped.length() > LONGEST ? stripped.substring(0, LONGEST) : stripped;
  }

  /** What stands for the star: up to a blank, a quote, or the beginning of a tag. */
  static Optional<String> inBody(String template, String body) {
    String text =
        new String(template.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    int star = text.indexOf('*');
    String before = text.substring(0, star);
    String after = text.substring(star + 1);
    for (int at = body.indexOf(before); at >= 0; at = body.indexOf(before, at + 1)) {
      int start = at + before.length();
      int end = start;
      while (end < body.length() && end - start < LONGEST && !ends(body, end, after)) {
        end++;
      }
      if (end > start && body.startsWith(after, end)) {
        return Optional.of(body.substring(start, end));
      }
    }
    return Optional.empty();
  }

  private static boolean ends(String body, int at, String after) {
    char sign = body.charAt(at);
    return sign <= ' '
        || sign == '<'
        || sign == '"'
        || sign == '\''
        || (!after.isEmpty() && body.startsWith(after, at));
  }

  /** Subject and names in one text, and the fingerprint. */
  private static List<String> in(X509Certificate leaf) {
    Observation.Certificate described = Certificates.describe(leaf);
    return List.of(
        described.subject() + " " + String.join(" ", described.names()), described.fingerprint());
  }
}
