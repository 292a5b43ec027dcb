package dev.rollcall.probe.fault;

import java.util.List;
import java.util.Locale;

/**
 * The operating system's error texts that Java's exception types do not tell apart.
 *
 * <p>Java passes on what strerror(3) says, in the language of LC_MESSAGES; the list has glibc's
 * English, German, French and Spanish, macOS's and Windows' English. Matched as substrings, without
 * regard to case and without their accented letters, which a C locale writes in other ways.
 */
public enum OsMessage {
  /** ENETUNREACH. */
  NETWORK_UNREACHABLE(
      "network is unreachable",
      "netzwerk ist nicht erreichbar",
      "seau n'est pas accessible",
      "la red es inaccesible",
      "unreachable network"),
  /** ENOPROTOOPT. */
  PROTOCOL_NOT_AVAILABLE(
      "protocol not available",
      "protokoll ist nicht verf",
      "protocole non disponible",
      "protocolo no disponible"),
  /** EINVAL: what connect(2) says for a blackhole route. */
  INVALID_ARGUMENT(
      "invalid argument", "das argument ist ung", "argument invalide", "argumento inv"),
  /** EPERM: netfilter's verdict on the OUTPUT chain. */
  NOT_PERMITTED(
      "operation not permitted",
      "operation ist nicht erlaubt",
      "ration non permise",
      "n no permitida"),
  /** ETIMEDOUT. */
  TIMED_OUT(
      "connection timed out",
      "timed out",
      "die wartezeit f",
      "par expiration du d",
      "el tiempo de conexi"),
  /** EADDRNOTAVAIL. */
  ADDRESS_NOT_AVAILABLE(
      "cannot assign requested address",
      "can't assign requested address",
      "angeforderte adresse kann nicht zugewiesen",
      "ne peut attribuer l'adresse",
      "no se puede asignar la direcci"),
  /** ECONNRESET. */
  RESET(
      "connection reset",
      "forcibly closed",
      "vom kommunikationspartner zur",
      "e par le correspondant",
      "n reinicializada"),
  /** EPIPE. */
  BROKEN_PIPE("broken pipe", "bergabe unterbrochen", "relais bris", "a rota"),
  /** Anything else. */
  UNKNOWN();

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<String> texts;

  OsMessage(String... texts) {
    this.texts = List.of(texts);
  }

  /** Which error the exception's own message, or its cause's, tells of. */
  public static OsMessage of(Throwable thrown) {
    String message = thrown.getMessage();
    if (message != null) {
      String lower = message.toLowerCase(Locale.ROOT);
      for (OsMessage known : values()) {
        if (known.texts.stream().anyMatch(lower::contains)) {
          return known;
        }
      }
    }
    Throwable cause = thrown.getCause();
    return cause == null || cause == thrown ? UNKNOWN : of(cause);
  }
}
