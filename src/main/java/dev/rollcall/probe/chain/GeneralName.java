package dev.rollcall.probe.chain;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * A name of a certificate (RFC 5280 §4.2.1.6).
 *
 * @param tag of the kind: {@code 0x82} is a host name
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record GeneralName(int tag, byte[] content) {
  private static final int MAIL = 0x81;
  private static final int HOST = 0x82;
  private static final int DIRECTORY = 0xa4;
  private static final int RESOURCE = 0x86;
  private static final int ADDRESS = 0x87;

  /**
   * All names of a certificate: its subject, the mail addresses in it, and the alternative names.
   *
   * @param host the form of a common name that counts as a host name if no alternative name is one;
   *     null if none counts
   * @throws Der.MalformedException if the alternative names cannot be read
   */
  static List<GeneralName> of(X509Certificate certificate, @Nullable Pattern host)
      throws Der.MalformedException {
    List<GeneralName> names = new ArrayList<>();
    X500Principal subject = certificate.getSubjectX500Principal();
    if (!subject.getName().isEmpty()) {
      names.add(new GeneralName(DIRECTORY, subject.getEncoded()));
    }
    for (String mail : Subjects.mailAddresses(certificate)) {
      names.add(new GeneralName(MAIL, mail.getBytes(StandardCharsets.ISO_8859_1)));
    }
    boolean named = false;
    Optional<byte[]> alternatives = new Extensions(certificate).value(Extensions.ALTERNATIVE_NAMES);
    if (alternatives.isPresent()) {
      for (Der.Element each : Der.only(alternatives.get(), Der.SEQUENCE).inside()) {
        names.add(new GeneralName(each.tag(), each.content()));
        named = named || each.tag() == HOST;
      }
    }
    if (host != null && !named) {
      for (String name : Subjects.commonNames(certificate)) {
        if (host.matcher(name).matches()) {
          names.add(new GeneralName(HOST, name.getBytes(StandardCharsets.ISO_8859_1)));
        }
      }
    }
    return names;
  }

  /**
   * Whether it is within a subtree of its own kind.
   *
   * @throws Der.MalformedException if that cannot be decided: the constraint then counts as broken
   */
  boolean within(byte[] base) throws Der.MalformedException {
    return switch (tag) {
      case DIRECTORY -> Subjects.within(content, base);
      case HOST -> host(lower(content), lower(base));
      case MAIL -> mail(text(content), text(base));
      case RESOURCE -> resource(text(content), lower(base));
      case ADDRESS -> address(content, base);
      default -> throw new Der.MalformedException("names of this kind cannot be constrained");
    };
  }

  private static boolean host(String name, String base) {
    return base.isEmpty()
        || name.equals(base)
        || name.endsWith(base.startsWith(".") ? base : "." + base);
  }

  private static boolean mail(String name, String base) throws Der.MalformedException {
    int at = name.lastIndexOf('@');
    if (at < 0) {
      throw new Der.MalformedException("no mail address");
    }
    int baseAt = base.lastIndexOf('@');
    if (baseAt < 0 && base.startsWith(".")) {
      return name.toLowerCase(Locale.ROOT).endsWith(base.toLowerCase(Locale.ROOT));
    }
    return (baseAt <= 0 || name.substring(0, at).equals(base.substring(0, baseAt)))
        && name.substring(at + 1).equalsIgnoreCase(base.substring(baseAt + 1));
  }

  private static boolean resource(String name, String base) throws Der.MalformedException {
    try {
      String host = new URI(name).getHost();
      if (host == null) {
        throw new Der.MalformedException("no host in a URI");
      }
      String lower = host.toLowerCase(Locale.ROOT);
      return base.startsWith(".") ? lower.endsWith(base) : lower.equals(base);
    } catch (URISyntaxException e) {
      throw new Der.MalformedException("no URI");
    }
  }

  private static boolean address(byte[] name, byte[] base) throws Der.MalformedException {
    if ((name.length != 4 && name.length != 16) || (base.length != 8 && base.length != 32)) {
      throw new Der.MalformedException("no address");
    }
    if (name.length * 2 != base.length) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if (((name[i] ^ base[i]) & base[name.length + i]) != 0) {
        return false;
      }
    }
    return true;
  }

  /** For a sentence: {@code dns:a.test}. */
  String shown() {
    return switch (tag) {
      case DIRECTORY -> "its subject";
      case HOST -> "dns:" + text(content);
      case MAIL -> "mail:" + text(content);
      case RESOURCE -> "uri:" + text(content);
      case ADDRESS -> "ip:" + ip(content);
      default -> "a name of another kind";
    };
  }

  private static String ip(byte[] address) {
    try {
      return InetAddress.getByAddress(address).getHostAddress();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String lower(byte[] bytes) {
    return text(bytes).toLowerCase(Locale.ROOT);
  }
}
