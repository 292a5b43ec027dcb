package dev.rollcall.probe.tls;

import dev.rollcall.model.fault.Clue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A TLS alert (RFC 8446 §6, RFC 5246 §7.2, and the IANA registry of TLS alerts) in plain words: the
 * one table of what an alert means, and by its clue of who must act.
 *
 * @param number as on the wire, 0 to 255
 * @param name as the registry has it: {@code handshake_failure}
 * @param meaning what the server says with it, to follow "the server"
 * @param clue decides the owner and the advice; empty if the alert does not tell
 */
public record Alert(int number, String name, String meaning, Optional<Clue> clue) {
  private static final Pattern NAMED = Pattern.compile("Received fatal alert: ([a-z_]+)");
  private static final Pattern NUMBERED =
      Pattern.compile("Unknown alert description \\((-?[0-9]{1,3})\\)");

  /** Causes that are looked at. */
  private static final int DEEPEST = 10;

  private static final String WANTS_CERTIFICATE =
      "does not accept the client certificate, and Rollcall has none";
  private static final String NOT_UNDERSTOOD =
      "cannot read the handshake: its TLS software is faulty, or a device on the path changes it";

  /** Every alert that a server may send to a client. */
  private enum Known {
    CLOSE_NOTIFY(0, "ends the connection"),
    UNEXPECTED_MESSAGE(10, NOT_UNDERSTOOD),
    BAD_RECORD_MAC(20, NOT_UNDERSTOOD),
    DECRYPTION_FAILED(21, NOT_UNDERSTOOD),
    RECORD_OVERFLOW(22, NOT_UNDERSTOOD),
    DECOMPRESSION_FAILURE(30, NOT_UNDERSTOOD),
    HANDSHAKE_FAILURE(
        40, "finds no version, cipher or curve of TLS in common, or misses a client certificate"),
    NO_CERTIFICATE(41, WANTS_CERTIFICATE, Clue.CLIENT_CERTIFICATE),
    BAD_CERTIFICATE(42, WANTS_CERTIFICATE, Clue.CLIENT_CERTIFICATE),
    UNSUPPORTED_CERTIFICATE(43, WANTS_CERTIFICATE, Clue.CLIENT_CERTIFICATE),
    CERTIFICATE_REVOKED(44, WANTS_CERTIFICATE, Clue.CLIENT_CERTIFICATE),
    CERTIFICATE_EXPIRED(45, WANTS_CERTIFICATE, Clue.CLIENT_CERTIFICATE),
    CERTIFICATE_UNKNOWN(46, WANTS_CERTIFICATE, Clue.CLIENT_CERTIFICATE),
    ILLEGAL_PARAMETER(47, NOT_UNDERSTOOD),
    UNKNOWN_CA(48, WANTS_CERTIFICATE, Clue.CLIENT_CERTIFICATE),
    ACCESS_DENIED(49, "admits only clients that it knows", Clue.CLIENT_CERTIFICATE),
    DECODE_ERROR(50, NOT_UNDERSTOOD),
    DECRYPT_ERROR(51, NOT_UNDERSTOOD),
    EXPORT_RESTRICTION(60, "allows export ciphers only, which no client offers", Clue.OLD_TLS),
    PROTOCOL_VERSION(70, "has neither TLS 1.2 nor TLS 1.3", Clue.OLD_TLS),
    INSUFFICIENT_SECURITY(71, "demands stronger ciphers or keys than any that were offered"),
    INTERNAL_ERROR(80, "fails by itself", Clue.TLS_SERVER_ERROR),
    INAPPROPRIATE_FALLBACK(86, NOT_UNDERSTOOD),
    USER_CANCELED(90, "ends the handshake for a reason of its own", Clue.TLS_SERVER_ERROR),
    NO_RENEGOTIATION(100, NOT_UNDERSTOOD),
    MISSING_EXTENSION(109, NOT_UNDERSTOOD),
    UNSUPPORTED_EXTENSION(110, NOT_UNDERSTOOD),
    CERTIFICATE_UNOBTAINABLE(111, "cannot get its own certificate", Clue.TLS_SERVER_ERROR),
    UNRECOGNIZED_NAME(112, "does not know this server name (SNI)", Clue.UNKNOWN_SERVER_NAME),
    BAD_CERTIFICATE_STATUS_RESPONSE(113, NOT_UNDERSTOOD),
    BAD_CERTIFICATE_HASH_VALUE(114, NOT_UNDERSTOOD),
    UNKNOWN_PSK_IDENTITY(115, "admits only clients with a shared key", Clue.CLIENT_CERTIFICATE),
    CERTIFICATE_REQUIRED(116, "demands a client certificate", Clue.CLIENT_CERTIFICATE),
    NO_APPLICATION_PROTOCOL(
        120, "speaks none of the protocols that were offered (ALPN)", Clue.NO_COMMON_PROTOCOL),
    ECH_REQUIRED(121, "demands an encrypted ClientHello", Clue.TLS_SERVER_ERROR);

    private final int number;
    private final String meaning;
    private final Optional<Clue> clue;

    Known(int number, String meaning) {
      this(number, meaning, Optional.empty());
    }

    Known(int number, String meaning, Clue clue) {
      this(number, meaning, Optional.of(clue));
    }

    Known(int number, String meaning, Optional<Clue> clue) {
      this.number = number;
      this.meaning = meaning;
      this.clue = clue;
    }

    private Alert alert() {
      return new Alert(number, word(), meaning, clue);
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The alert of that number; one that no standard names says so. */
  public static Alert of(int number) {
    return Arrays.stream(Known.values())
        .filter(known -> known.number == number)
        .findFirst()
        .map(Known::alert)
        .orElseGet(
            () ->
                new Alert(
                    number, "unknown", "sends an alert that no standard names", Optional.empty()));
  }

  /** The alert that Java's TLS says it received; empty if the exception is about anything else. */
  public static Optional<Alert> received(Throwable thrown) {
    int depth = 0;
    for (Throwable t = thrown; t != null && depth < DEEPEST; t = t.getCause(), depth++) {
      String message = String.valueOf(t.getMessage());
      Matcher named = NAMED.matcher(message);
      if (named.find()) {
        String name = named.group(1);
        return Arrays.stream(Known.values())
            .filter(known -> known.word().equals(name))
            .findFirst()
            .map(Known::alert);
      }
      Matcher numbered = NUMBERED.matcher(message);
      if (numbered.find()) {
        return Optional.of(of(Integer.parseInt(numbered.group(1)) & 0xff));
      }
    }
    return Optional.empty();
  }

  /** {@code alert 40, handshake_failure}. */
  @Override
  public String toString() {
    return "alert " + number + ", " + name;
  }
}
