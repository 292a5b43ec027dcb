package dev.rollcall.catalogue.bind;

import java.util.List;
import java.util.Optional;

/** The type of a value that a catalogue asks of a site. */
public enum Kind {
  /** A host name or an address. */
  HOST("server.example"),
  /** A list of hosts. */
  HOSTS("server.example"),
  /** The name of a DNS domain. */
  DOMAIN("example"),
  /** A port number. */
  PORT("443"),
  /** A whole number. */
  NUMBER("200"),
  /** A status of HTTP (RFC 9110 §15), in digits. */
  STATUS("200"),
  /** A realm of Kerberos, in capitals for Active Directory. */
  REALM("EXAMPLE"),
  /** Any text. */
  TEXT("text"),
  /** A list of texts. */
  TEXTS("text"),
  /** The path of a URL, with its query. */
  PATH("/"),
  /** True or false; counts as set only if true. */
  FLAG("true"),
  /** One of the listed words. */
  CHOICE("choice"),
  /**
   * {@code https://host} or {@code https://host:port}; its parts are {@code host}, {@code port}.
   */
  URL("https://server.example"),
  /** {@code \\host\share\folder}; its parts are {@code host} and {@code share}. */
  UNC("\\\\server.example\\share"),
  /** A reference to a secret, see {@link SecretReference}. */
  SECRET("secret"),
  /**
   * A list of {@link Server}s; its parts are {@code others}, {@code self}, {@code aliases} and
   * {@code addresses}: each one's name and the address that the site file gives it.
   */
  SERVERS("server.example");

  private final String sample;

  Kind(String sample) {
    this.sample = sample;
  }

  /** An example value of this kind, to test settings. */
  public String sample() {
    return sample;
  }

  /** The names that may follow the value's own name, after a dot. */
  public List<String> parts() {
    return switch (this) {
      case URL -> List.of("host", "port");
      case UNC -> List.of("host", "share");
      case SERVERS -> List.of("others", "self", "aliases", "addresses");
      case HOST,
          HOSTS,
          DOMAIN,
          PORT,
          NUMBER,
          STATUS,
          REALM,
          TEXT,
          TEXTS,
          PATH,
          FLAG,
          CHOICE,
          SECRET ->
          List.of();
    };
  }

  /** The text for the network: an internationalised host name in its ASCII form (RFC 5890). */
  public String inAscii(String text) {
    return switch (this) {
      case HOST, HOSTS, SERVERS, DOMAIN -> Hosts.inAscii(text);
      case URL, UNC -> UrlParts.inAscii(this, text);
      case PORT, NUMBER, STATUS, REALM, TEXT, TEXTS, PATH, FLAG, CHOICE, SECRET -> text;
    };
  }

  /**
   * Why a text is not valid.
   *
   * @param wanted what it must be, with its article
   * @param remedy a clause that begins with a semicolon, or nothing
   */
  public record Objection(String wanted, String remedy) {}

  /** What is wrong with a text of this kind; empty if nothing is. */
  public Optional<Objection> objection(String text, List<String> choices) {
    boolean fits =
        switch (this) {
          case HOST, HOSTS, SERVERS -> Hosts.isHost(text);
          case DOMAIN -> Hosts.isHost(text) && Hosts.address(text).isEmpty();
          case PORT -> UrlParts.isPort(text);
          case NUMBER -> Readers.isNumber(text);
          case STATUS -> text.matches("[1-5][0-9]{2}");
          case REALM -> text.matches("[!-~&&[^/:@]]+");
          case PATH -> text.startsWith("/") && text.chars().allMatch(c -> c > ' ' && c < 127);
          case FLAG -> text.equals("true") || text.equals("false");
          case CHOICE -> choices.contains(text);
          case URL -> text.startsWith("https://") && UrlParts.isUrl(text);
          case UNC -> UrlParts.isUnc(text);
          case TEXT, TEXTS, SECRET -> true;
        };
    return fits ? Optional.empty() : Optional.of(objection(text));
  }

  private Objection objection(String text) {
    return switch (this) {
      case HOST -> new Objection("a host name or an address", Hosts.remedy(text));
      case HOSTS, SERVERS -> new Objection("a host name or an address", Hosts.remedy(text, true));
      case DOMAIN -> new Objection("the name of a domain", Hosts.remedy(text));
      case PORT -> new Objection("a port between 1 and 65535", "");
      case NUMBER -> new Objection("a whole number", "");
      case STATUS -> new Objection("a status from 100 to 599", "");
      case REALM ->
          new Objection("the name of a realm, such as UNI.EDU", "; write the realm alone");
      case PATH ->
          new Objection(
              "a path that begins with /",
              "; write only what follows the host, other signs percent-encoded");
      case FLAG -> new Objection("true or false", "");
      case CHOICE -> new Objection("one of the choices", "");
      case URL ->
          new Objection("a URL such as https://appsanywhere.uni.edu", UrlParts.urlRemedy(text));
      case UNC ->
          new Objection(
              "a UNC path such as '\\\\myfileshare.uni.edu\\packages'", UrlParts.uncRemedy(text));
      case TEXT, TEXTS, SECRET -> new Objection("text", "");
    };
  }
}
