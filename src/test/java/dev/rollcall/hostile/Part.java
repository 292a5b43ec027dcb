package dev.rollcall.hostile;

import dev.rollcall.catalogue.Catalogues;
import dev.rollcall.cli.Registry;
import dev.rollcall.model.Attempt;
import dev.rollcall.model.CertificatePolicy;
import dev.rollcall.model.Transport;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.probe.certificate.TlsPolicy;
import dev.rollcall.protocol.http.PersistenceSettings;
import dev.rollcall.protocol.kerberos.KerberosSettings;
import dev.rollcall.protocol.smtp.SmtpSettings;
import dev.rollcall.protocol.ssrp.SsrpSettings;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A protocol over one transport, as a rule of the matrix asks for it. */
enum Part {
  HTTP("http", Transport.TCP, false, "", Part.page()),
  HTTPS("https", Transport.TCP, true, "", Part.page()),
  PERSISTENCE(
      "https-persistence",
      Transport.TCP,
      true,
      "mode: source\n body: 'served by *'\n servers: [node1, node2]",
      Part.page()),
  KERBEROS("kerberos", Transport.TCP, false, "realm: EXAMPLE.TEST", Part.hex("40000000")),
  KERBEROS_UDP("kerberos", Transport.UDP, false, "realm: EXAMPLE.TEST", Part.hex("7e8440000000")),
  LDAPS("ldaps", Transport.TCP, true, "", Part.hex("308440000000")),
  NTP("ntp", Transport.UDP, false, "", Part.hex("24")),
  SMB("smb", Transport.TCP, false, "", Part.hex("00ffffff")),
  SMTP("smtp", Transport.TCP, true, "tls: implicit", Part.text("220-")),
  SSH("ssh", Transport.TCP, false, "", Part.text("SSH-2.0-")),
  SSRP("ssrp", Transport.UDP, false, "", Part.hex("05ffff")),
  PORT("tcp", Transport.TCP, false, "", Part.hex("40000000")),
  TDS("tds", Transport.TCP, false, "", Part.hex("0401ffff00000100"));

  /** The protocol's name. */
  final String protocol;

  final Transport transport;

  /** Whether TLS comes with the first byte. */
  final boolean tls;

  /** The rule's settings, lines of YAML. */
  final String settings;

  /** How an answer begins that announces 1 GiB, or as much as the protocol can. */
  @SuppressWarnings("ImmutableEnumChecker") // only copies are given out
  private final byte[] huge;

  Part(String protocol, Transport transport, boolean tls, String settings, byte[] huge) {
    this.protocol = protocol;
    this.transport = transport;
    this.tls = tls;
    this.settings = settings;
    this.huge = huge;
  }

  byte[] huge() {
    return huge.clone();
  }

  boolean udp() {
    return transport == Transport.UDP;
  }

  /** A word for rule ids. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What answers as this part's server, up to a login. */
  StandIn standIn() {
    return standIn(Registry.byName().get(protocol));
  }

  private <S extends Record> StandIn standIn(Protocol<S> of) {
    return of.standIn(transport, List.of(of.settings().cast(given())));
  }

  /** One attempt at a server, in this process. */
  Attempt attempt(InetSocketAddress at, Duration timeout) {
    return attempt(Registry.byName().get(protocol), at, timeout);
  }

  private <S extends Record> Attempt attempt(
      Protocol<S> of, InetSocketAddress at, Duration timeout) {
    TlsPolicy policy = Probes.policy(CertificatePolicy.REPORT);
    return Prober.attempt(
        of,
        of.settings().cast(given()),
        Probes.session(Probes.route(at, transport), timeout, policy));
  }

  private Object given() {
    return switch (this) {
      case KERBEROS, KERBEROS_UDP ->
          new KerberosSettings(
              "EXAMPLE.TEST", "rollcall-probe", Optional.empty(), Optional.empty());
      case SMTP -> new SmtpSettings(SmtpSettings.Tls.IMPLICIT, SmtpSettings.Auth.REQUIRED);
      case SSRP -> new SsrpSettings(Optional.empty(), Optional.of(1433));
      case PERSISTENCE ->
          new PersistenceSettings(
              "/",
              8,
              PersistenceSettings.Mode.SOURCE,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              false,
              Optional.of("served by *"),
              List.of("node1", "node2"),
              List.of());
      default -> Catalogues.defaults(Registry.byName().get(protocol));
    };
  }

  private static byte[] page() {
    return text(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1073741824\r\n\r\n<html>");
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
