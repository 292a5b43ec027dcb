package dev.rollcall.probe.tls;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a TLS server sent before it encrypted, read beside Java's own TLS (RFC 5246 §7.4, RFC 8446
 * §4): Java's TLS keeps most of it to itself. Reads nothing from the network, keeps 8 KiB at most,
 * and takes any bytes; what does not parse is unknown.
 */
public final class ServerFlight {
  private static final int SERVER_HELLO = 2;
  private static final int SERVER_KEY_EXCHANGE = 12;
  private static final int CERTIFICATE_REQUEST = 13;
  private static final int HEADER = 4;

  /** Of one message: the largest key exchange, with a Diffie-Hellman group of 8192 bits. */
  private static final int KEPT = 4096;

  private static final int WARNING = 1;
  private static final int FATAL = 2;

  /** As many as OpenSSL passes over. */
  private static final int MOST_WARNINGS = 5;

  private static final int NAMED_CURVE = 3;
  private static final int TLS_1_2 = 0x0303;

  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private byte[] hello = new byte[0];
  private byte[] keyExchange = new byte[0];
  private ByteArrayOutputStream body = new ByteArrayOutputStream();
  private int type;
  private int left;
  private int largest;
  private int warnings;
  private boolean certificateRequested;
  private Optional<Alert> warning = Optional.empty();
  private Optional<Alert> fatal = Optional.empty();

  /** Takes bytes of handshake records, in order. */
  public void handshake(byte[] bytes, int offset, int length) {
    for (int at = offset; at < offset + length; ) {
      if (left > 0) {
        int part = Math.min(left, offset + length - at);
        body.write(bytes, at, Math.min(part, KEPT - body.size()));
        left -= part;
        at += part;
        if (left == 0) {
          message();
        }
      } else {
        head.write(bytes[at++]);
        if (head.size() == HEADER) {
          byte[] header = head.toByteArray();
          head.reset();
          begin(header[0] & 0xff, u24(header));
        }
      }
    }
  }

  private void begin(int messageType, int length) {
    type = messageType;
    left = length;
    largest = Math.max(largest, length);
    certificateRequested |= type == CERTIFICATE_REQUEST;
    body = new ByteArrayOutputStream();
    if (left == 0) {
      message();
    }
  }

  private void message() {
    if (type == SERVER_HELLO && hello.length == 0) {
      hello = body.toByteArray();
    } else if (type == SERVER_KEY_EXCHANGE) {
      keyExchange = body.toByteArray();
    }
  }

  /**
   * Takes an alert.
   *
   * @return whether a client may go on as if it had not come (RFC 5246 §7.2.2): the first few
   *     warnings, which Java's TLS takes for the end of the handshake
   */
  public boolean alert(int level, int number) {
    Alert alert = Alert.of(number);
    if (level == WARNING && number != 0 && ++warnings <= MOST_WARNINGS) {
      warning = Optional.of(warning.orElse(alert));
      return true;
    }
    if (level == FATAL) {
      fatal = Optional.of(alert);
    }
    return false;
  }

  /** The first warning that was passed over. */
  public Optional<Alert> warning() {
    return warning;
  }

  /** A fatal alert that came unencrypted. */
  public Optional<Alert> fatal() {
    return fatal;
  }

  /** Whether it asked for a client certificate; TLS 1.3 does so encrypted, which is not seen. */
  public boolean certificateRequested() {
    return certificateRequested;
  }

  /** The length of the longest message that began, in bytes. */
  public int largest() {
    return largest;
  }

  /** The version chosen, if it is older than TLS 1.2: {@code TLS 1.0}. */
  public Optional<String> oldVersion() {
    int version = hello.length < 2 ? TLS_1_2 : u16(hello, 0);
    return switch (version) {
      case 0x0302 -> Optional.of("TLS 1.1");
      case 0x0301 -> Optional.of("TLS 1.0");
      case 0x0300 -> Optional.of("SSL 3.0");
      default -> Optional.empty();
    };
  }

  /**
   * Whether the server signed its part of the handshake with SHA-1 (RFC 5246 §7.4.3, RFC 8422
   * §5.4).
   *
   * @param suite the cipher suite in Java's words, which says how the key exchange is laid out
   */
  public boolean signsWithSha1(String suite) {
    OptionalInt at =
        suite.startsWith("TLS_ECDHE_")
            ? afterCurve()
            : suite.startsWith("TLS_DHE_") ? afterGroup() : OptionalInt.empty();
    // The hash comes first, and 2 is SHA-1 (RFC 5246 §7.4.1.4.1).
    return at.isPresent() && at.getAsInt() < keyExchange.length && keyExchange[at.getAsInt()] == 2;
  }

  private OptionalInt afterCurve() {
    boolean named = keyExchange.length > 4 && keyExchange[0] == NAMED_CURVE;
    return named ? OptionalInt.of(4 + (keyExchange[3] & 0xff)) : OptionalInt.empty();
  }

  private OptionalInt afterGroup() {
    int at = 0;
    for (int part = 0; part < 3; part++) {
      if (at + 2 > keyExchange.length) {
        return OptionalInt.empty();
      }
      at += 2 + u16(keyExchange, at);
    }
    return OptionalInt.of(at);
  }

  private static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  private static int u24(byte[] header) {
    return (header[1] & 0xff) << 16 | u16(header, 2);
  }
}
