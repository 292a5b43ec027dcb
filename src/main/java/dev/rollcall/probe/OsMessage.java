package dev.rollcall.probe;

import java.util.List;
import java.util.Locale;

/**
 * The operating system's error texts that Java's exception types do not tell apart.
 *
 * <p>Java passes on what strerror(3) says, in the language of LC_MESSAGES; the list has glibc's
 * English, German, French and Spanish, macOS's and Windows' English. Matched as substrings, without
 * regard to case.
 */
enum OsMessage {
  /** ENETUNREACH. */
  NETWORK_UNREACHABLE(
      "network is unreachable",
      "netzwerk ist nicht erreichbar",
      "réseau n'est pas accessible",
      "réseau est inaccessible",
      "la red es inaccesible",
      "unreachable network"),
  /** ENOPROTOOPT. */
  PROTOCOL_NOT_AVAILABLE(
      "protocol not available",
      "protokoll nicht verfügbar",
      "protocole non disponible",
      "protocolo no disponible"),
  /** EINVAL: what connect(2) says for a blackhole route. */
  INVALID_ARGUMENT(
      "invalid argument",
      "ungültiges argument",
      "das argument ist ungültig",
      "argument invalide",
      "argumento inválido"),
  /** EPERM: netfilter's verdict on the OUTPUT chain. */
  NOT_PERMITTED(
      "operation not permitted",
      "operation nicht erlaubt",
      "operation ist nicht erlaubt",
      "opération non permise",
      "operación no permitida"),
  /** ETIMEDOUT. */
  TIMED_OUT(
      "connection timed out",
      "timed out",
      "wartezeit für die verbindung",
      "die wartezeit",
      "connexion terminée par expiration",
      "expiró el tiempo"),
  /** EADDRNOTAVAIL. */
  ADDRESS_NOT_AVAILABLE(
      "cannot assign requested address",
      "can't assign requested address",
      "angeforderte adresse kann nicht zugewiesen",
      "impossible d'assigner l'adresse",
      "no se puede asignar la dirección"),
  /** ECONNRESET. */
  RESET(
      "connection reset",
      "forcibly closed",
      "kommunikationspartner zurückgesetzt",
      "verbindung wurde zurückgesetzt",
      "connexion ré-initialisée",
      "connexion réinitialisée",
      "conexión reinicializada"),
  /** EPIPE. */
  BROKEN_PIPE("broken pipe", "datenübergabe unterbrochen", "relais brisé", "tubería rota"),
  /** Anything else. */
  UNKNOWN();

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<String> texts;

  OsMessage(String... texts) {
    this.texts = List.of(texts);
  }

  /** Which error the exception's own message, or its cause's, tells of. */
  static OsMessage of(Throwable thrown) {
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
