package dev.rollcall.probe.chain;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** The parts of distinguished names (RFC 5280 §4.1.2.4). */
public final class Subjects {
  private static final byte[] COMMON_NAME = {0x55, 4, 3};
  private static final byte[] EMAIL = {
    0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 9, 1
  };
  private static final int TWO_BYTES = 0x1e;
  private static final int SET = 0x31;

  private Subjects() {}

  /** Every common name of the subject; none if it cannot be read. */
  public static List<String> commonNames(X509Certificate certificate) {
    return values(certificate.getSubjectX500Principal(), COMMON_NAME);
  }

  /** Every mail address of the subject. */
  static List<String> mailAddresses(X509Certificate certificate) {
    return values(certificate.getSubjectX500Principal(), EMAIL);
  }

  private static List<String> values(X500Principal name, byte[] type) {
    List<String> found = new ArrayList<>();
    try {
      for (Der.Element rdn : Der.only(name.getEncoded(), Der.SEQUENCE).inside()) {
        for (Der.Element pair : rdn.inside()) {
          List<Der.Element> parts = pair.inside();
          if (parts.size() == 2 && Arrays.equals(parts.get(0).content(), type)) {
            boolean wide = parts.get(1).tag() == TWO_BYTES;
            found.add(
                new String(
                    parts.get(1).content(),
                    wide ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8));
          }
        }
      }
    } catch (Der.MalformedException e) {
      found.clear();
    }
    return found;
  }

  /** Whether the DER of a name spells the same name, ignoring case and blanks. */
  static boolean same(byte[] der, X500Principal name) {
    return principal(der).filter(name::equals).isPresent();
  }

  /** Whether a name begins with all parts of the other (RFC 5280 §4.2.1.10). */
  static boolean within(byte[] der, byte[] base) throws Der.MalformedException {
    List<Der.Element> parts = Der.only(der, Der.SEQUENCE).inside();
    List<Der.Element> first = Der.only(base, Der.SEQUENCE).inside();
    if (first.size() > parts.size()) {
      return false;
    }
    for (int i = 0; i < first.size(); i++) {
      Optional<X500Principal> one = part(parts.get(i));
      if (one.isEmpty() || !one.equals(part(first.get(i)))) {
        return false;
      }
    }
    return true;
  }

  private static Optional<X500Principal> part(Der.Element rdn) {
    return principal(Der.wrap(Der.SEQUENCE, Der.wrap(SET, rdn.content())));
  }

  private static Optional<X500Principal> principal(byte[] der) {
    try {
      return Optional.of(new X500Principal(der));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
