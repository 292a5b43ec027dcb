package dev.rollcall.probe.certificate;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.chain.ChainViolation;
import dev.rollcall.probe.quote.Quotes;
import dev.rollcall.text.Times;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A violation of a certificate chain in words: the rule and the certificate. */
final class ChainText {
  private static final int SHOWN = 5;

  private static final Map<String, String> USAGES =
      Map.of(
          "1.3.6.1.5.5.7.3.2", "client authentication",
          "1.3.6.1.5.5.7.3.3", "code signing",
          "1.3.6.1.5.5.7.3.4", "mail protection",
          "1.3.6.1.5.5.7.3.8", "time stamping",
          "1.3.6.1.5.5.7.3.9", "OCSP signing",
          "1.3.6.1.4.1.311.20.2.2", "smart card logon",
          "1.3.6.1.5.2.3.5", "KDC authentication",
          "2.5.29.37.0", "any usage");

  private final Quotes quotes;

  /**
   * @param quotes how names in certificates are repeated
   */
  ChainText(Quotes quotes) {
    this.quotes = quotes;
  }

  static FaultKind kind(ChainViolation breach) {
    return switch (breach.rule()) {
      case EXPIRED, NOT_YET_VALID -> FaultKind.EXPIRED;
      case SIGNATURE,
          UNKNOWN_ALGORITHM,
          NOT_A_CA,
          CA_MAY_NOT_SIGN,
          CA_NOT_FOR_SERVERS,
          PATH_LENGTH,
          NAME_NOT_PERMITTED,
          NAME_EXCLUDED,
          CONSTRAINT_UNREADABLE,
          CRITICAL_EXTENSION,
          NOT_FOR_SERVERS,
          KEY_USAGE,
          PROXY_CERTIFICATE,
          WEAK_KEY,
          WEAK_SIGNATURE ->
          FaultKind.UNTRUSTED;
    };
  }

  /** The clue for owner and advice; none if the leaf only needs renewal. */
  static Optional<Clue> clue(ChainViolation breach) {
    boolean leaf = breach.depth() == 0;
    return switch (breach.rule()) {
      case SIGNATURE -> Optional.of(Clue.INCOMPLETE_CHAIN);
      case UNKNOWN_ALGORITHM, WEAK_KEY, WEAK_SIGNATURE -> Optional.of(Clue.WEAK_CERTIFICATE);
      case NOT_FOR_SERVERS, KEY_USAGE -> Optional.of(Clue.CERTIFICATE_USAGE);
      case CRITICAL_EXTENSION -> Optional.of(leaf ? Clue.CERTIFICATE_USAGE : Clue.CA_CONSTRAINT);
      case NOT_A_CA,
          CA_MAY_NOT_SIGN,
          CA_NOT_FOR_SERVERS,
          PATH_LENGTH,
          NAME_NOT_PERMITTED,
          NAME_EXCLUDED,
          CONSTRAINT_UNREADABLE,
          PROXY_CERTIFICATE ->
          Optional.of(Clue.CA_CONSTRAINT);
      case EXPIRED, NOT_YET_VALID -> leaf ? Optional.empty() : Optional.of(Clue.CA_EXPIRED);
    };
  }

  /** In a phrase. */
  String of(ChainViolation breach) {
    X509Certificate at = breach.at();
    String name = subject(at);
    String certificate =
        breach.depth() == 0 ? "certificate" : "the certificate of the issuing CA " + name;
    return switch (breach.rule()) {
      case SIGNATURE ->
          "the signature of " + name + " was not made by the key of its issuer " + issuer(at);
      case UNKNOWN_ALGORITHM ->
          name + " has a key or a signature that clients do not know: " + details(breach);
      case NOT_A_CA ->
          name + " issued a certificate but is not a CA (basic constraints without CA:TRUE)";
      case CA_MAY_NOT_SIGN ->
          name
              + " issued a certificate, and its key usage does not let it sign any (no"
              + " keyCertSign)";
      case CA_NOT_FOR_SERVERS ->
          "the CA "
              + name
              + " is not for certificates of servers: its extended key usage is "
              + usages(breach)
              + ", not server authentication";
      case PATH_LENGTH ->
          "the CA "
              + name
              + " allows a path length of "
              + breach.details().get(0)
              + " CAs below itself, and this chain has "
              + breach.details().get(1);
      case NAME_NOT_PERMITTED ->
          authority(breach)
              + " may issue for other names only (name constraints): "
              + details(breach)
              + " of "
              + name
              + " is not permitted";
      case NAME_EXCLUDED ->
          authority(breach)
              + " may not issue for this name (name constraints): "
              + details(breach)
              + " of "
              + name
              + " is excluded";
      case CONSTRAINT_UNREADABLE ->
          authority(breach) + " has name constraints that clients cannot apply to " + name;
      case CRITICAL_EXTENSION ->
          name + " has a critical extension that clients do not know: " + details(breach);
      case NOT_FOR_SERVERS ->
          "certificate of "
              + name
              + " is not for servers: its extended key usage is "
              + usages(breach)
              + ", not server authentication (serverAuth)";
      case KEY_USAGE ->
          "certificate of "
              + name
              + " is not for servers: its key usage allows neither signatures (digitalSignature)"
              + " nor key exchange (keyEncipherment, keyAgreement)";
      case PROXY_CERTIFICATE -> name + " is a proxy certificate, which no CA issued";
      case EXPIRED -> certificate + " expired on " + Times.readable(at.getNotAfter().toInstant());
      case NOT_YET_VALID ->
          certificate
              + " is not valid before "
              + Times.readable(at.getNotBefore().toInstant())
              + "; is this host's clock right?";
      case WEAK_KEY ->
          "the key of "
              + name
              + " is too short: "
              + details(breach)
              + " (clients want RSA 2048 or EC 224 at least)";
      case WEAK_SIGNATURE ->
          name + " is signed with " + details(breach) + ", which clients refuse as broken";
    };
  }

  /** The subject, safe to show. */
  String subject(X509Certificate certificate) {
    String name = Certificates.name(certificate, true, quotes);
    return name.isEmpty() ? "a certificate without a subject" : name;
  }

  /** The issuer, safe to show. */
  String issuer(X509Certificate certificate) {
    return Certificates.name(certificate, false, quotes);
  }

  private String authority(ChainViolation breach) {
    return breach.by().map(by -> "the CA " + subject(by)).orElse("a CA");
  }

  private String details(ChainViolation breach) {
    return quotes.names(first(breach));
  }

  private String usages(ChainViolation breach) {
    String usages =
        first(breach).stream()
            .map(usage -> USAGES.getOrDefault(usage, quotes.name(usage)))
            .collect(Collectors.joining(", "));
    return usages.isEmpty() ? "empty" : usages;
  }

  private static List<String> first(ChainViolation breach) {
    return breach.details().subList(0, Math.min(SHOWN, breach.details().size()));
  }
}
