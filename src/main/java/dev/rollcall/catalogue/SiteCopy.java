package dev.rollcall.catalogue;

import dev.rollcall.catalogue.bind.Kind;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.template.ValueSpec;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Node;
import dev.rollcall.catalogue.yaml.YamlReader;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A copy of a site file for other people: only the values that the reader understood, and of a
 * secret not even the place where it is kept. Comments are left out, as they may hold anything.
 */
public final class SiteCopy {
  private static final String LEFT_OUT = "LEFT_OUT";

  /** In place of the id of a rule. */
  private static final String ANY = "*";

  /** The sections that every site file has, and that hold sentences or fixed words. */
  private static final Set<String> SENTENCES =
      Set.of(
          "trust.internal",
          "trust.public",
          "trust.inspection",
          "proxy.allow-clear",
          "rules.*.skip",
          "rules.*.until",
          "rules.*.addresses",
          "rules.*.certificate");

  private final Site site;
  private final Node root;
  private final Catalogue catalogue;

  private SiteCopy(Site site, Node root, Catalogue catalogue) {
    this.site = site;
    this.root = root;
    this.catalogue = catalogue;
  }

  /** {@code https://host:8443/path}: what is before the port, the port, and what follows. */
  private static final Pattern PORT =
      Pattern.compile("((?:\\w+://)?(?:\\[[^\\]]*]|[^:/\\s]+))(:\\d{1,5})((?:/.*)?)");

  /** What a value is. */
  public enum Content {
    /** A number, a flag or a word of the catalogue. */
    FIXED,
    /** A path, or what a person wrote. */
    SENTENCE,
    /** A name of a host, an account or another thing of the site; an address. */
    NAME
  }

  /** What is written in place of a value. */
  @FunctionalInterface
  public interface Texts {
    String of(Content content, String text);
  }

  /**
   * Reads a site file.
   *
   * @throws ComplaintException as {@link Sites#read(Path, Catalogue)}
   */
  public static SiteCopy of(Path file, Catalogue catalogue) throws ComplaintException {
    Complaints complaints = new Complaints(file.toString());
    byte[] bytes = Catalogues.bytes(file, complaints);
    Site site = Sites.read(file, bytes, catalogue);
    Optional<Node> root = YamlReader.read(bytes, complaints);
    complaints.throwIfAny();
    return new SiteCopy(site, root.orElseThrow(), catalogue);
  }

  /** The site file itself. */
  public Site site() {
    return site;
  }

  /** The copy, with a line feed at its end. */
  public String text(Texts texts) {
    StringBuilder out = new StringBuilder();
    write(root, "", "", texts, out);
    return out.toString();
  }

  private void write(Node node, String key, String indent, Texts texts, StringBuilder out) {
    if (node instanceof Node.Mapping mapping) {
      String begin = indent.isEmpty() ? "" : "\n";
      out.append(mapping.entries().isEmpty() ? " {}\n" : begin);
      for (Map.Entry<String, Node.Entry> entry : mapping.entries().entrySet()) {
        boolean rule = key.equals("rules");
        String name = entry.getKey();
        out.append(indent)
            .append(scalar(rule ? texts.of(Content.SENTENCE, name) : name, false))
            .append(':');
        Node value = entry.getValue().value();
        String inner = key.isEmpty() ? name : key + "." + (rule ? ANY : name);
        if (isSecret(inner)) {
          out.append(" {").append(how(value)).append(": ").append(LEFT_OUT).append("}\n");
        } else {
          write(value, inner, indent + "  ", texts, out);
        }
      }
    } else if (node instanceof Node.Sequence sequence) {
      out.append(sequence.items().isEmpty() ? " []\n" : "\n");
      for (Node item : sequence.items()) {
        out.append(indent).append('-');
        write(item, key, indent + "  ", texts, out);
      }
    } else if (node instanceof Node.Scalar scalar) {
      out.append(' ').append(value(scalar, key, texts)).append('\n');
    }
  }

  private boolean isSecret(String key) {
    return key.equals("proxy.password")
        || catalogue.value(key).filter(spec -> spec.kind() == Kind.SECRET).isPresent();
  }

  /** {@code env}, {@code file} or {@code credential}. */
  private static String how(Node reference) {
    return reference instanceof Node.Mapping mapping
        ? mapping.entries().keySet().stream()
            .filter(Set.of("env", "file", "credential")::contains)
            .findFirst()
            .orElse("env")
        : "env";
  }

  private String value(Node.Scalar scalar, String key, Texts texts) {
    if (scalar.isNull()) {
      return "~";
    }
    String text = text(scalar.text(), content(key), texts);
    boolean same = scalar.plain() && text.equals(scalar.text());
    return scalar(text, same && (scalar.isFlag() || text.matches("[0-9]{1,9}|[a-z][a-z-]*")));
  }

  /** The port of a URL or a host is no name. */
  private static String text(String text, Content content, Texts texts) {
    Matcher port = PORT.matcher(text);
    return content == Content.NAME && port.matches()
        ? texts.of(content, port.group(1)) + port.group(2) + rest(port.group(3), content, texts)
        : texts.of(content, text);
  }

  private static String rest(String text, Content content, Texts texts) {
    return text.isEmpty() ? text : texts.of(content, text);
  }

  private Content content(String key) {
    Optional<Kind> kind = catalogue.value(key).map(ValueSpec::kind);
    if (kind.isEmpty()) {
      return SENTENCES.contains(key) ? Content.SENTENCE : Content.NAME;
    }
    return switch (kind.get()) {
      case PORT, NUMBER, STATUS, FLAG, CHOICE -> Content.FIXED;
      case PATH -> Content.SENTENCE;
      case HOST, HOSTS, DOMAIN, REALM, TEXT, TEXTS, URL, UNC, SECRET, SERVERS -> Content.NAME;
    };
  }

  /** In single quotes, or in double quotes with escapes; plain only if it was so. */
  private static String scalar(String text, boolean plain) {
    if (plain || text.matches("[a-z][a-z-]{0,30}(\\.[a-z-]{1,30}){0,5}")) {
      return text;
    }
    if (text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      return "'" + text.replace("'", "''") + "'";
    }
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char sign = text.charAt(i);
      boolean safe = sign >= ' ' && sign < 0x7f && sign != '"' && sign != '\\';
      out.append(safe ? String.valueOf(sign) : String.format(Locale.ROOT, "\\u%04x", (int) sign));
    }
    return out.append('"').toString();
  }
}
