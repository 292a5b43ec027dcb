package dev.rollcall.probe.chain;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;

/**
 * Signs that a public CA issued a certificate, where its chain leads to no trusted root. A device
 * that inspects TLS on the path issues its own certificates, which have none of these signs.
 */
public final class PublicSigns {
  private static final String POLICIES = "2.5.29.32";
  private static final String AUTHORITY_ACCESS = "1.3.6.1.5.5.7.1.1";
  private static final String TIMESTAMPS = "1.3.6.1.4.1.11129.2.4.2";

  /** 2.23.140.1: the policies of the CA/Browser Forum. */
  private static final byte[] FORUM = {0x67, (byte) 0x81, 0x0c, 1};

  /** 1.3.6.1.5.5.7.48.2: where to get the issuer's certificate. */
  private static final byte[] ISSUERS = {0x2b, 6, 1, 5, 5, 7, 0x30, 2};

  private PublicSigns() {}

  /**
   * Whether it carries timestamps of public logs (RFC 6962 §3.3), a policy of the CA/Browser Forum,
   * or the address of its issuer's certificate (RFC 5280 §4.2.2.1).
   */
  public static boolean on(X509Certificate leaf) {
    Extensions extensions = new Extensions(leaf);
    return extensions.value(TIMESTAMPS).isPresent()
        || lists(extensions.value(POLICIES), FORUM)
        || lists(extensions.value(AUTHORITY_ACCESS), ISSUERS);
  }

  /** Whether one of the entries starts with an object identifier that has this prefix. */
  private static boolean lists(Optional<byte[]> value, byte[] first) {
    if (value.isEmpty()) {
      return false;
    }
    try {
      for (Der.Element entry : Der.only(value.get(), Der.SEQUENCE).inside()) {
        byte[] object = entry.inside().get(0).content();
        if (object.length >= first.length
            && Arrays.equals(first, Arrays.copyOf(object, first.length))) {
          return true;
        }
      }
      return false;
    } catch (Der.MalformedException | IndexOutOfBoundsException e) {
      return false;
    }
  }
}
