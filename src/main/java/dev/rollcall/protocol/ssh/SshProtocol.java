package dev.rollcall.protocol.ssh;

import dev.rollcall.model.VisitFacts;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.ServiceNames;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.probe.fault.OsMessage;
import dev.rollcall.probe.fault.ProbeException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sends our identification string, reads an SSH server's, waits for its offer of algorithms
 * (KEXINIT), and disconnects.
 *
 * <p>Ours goes first, as OpenSSH's does (RFC 4253 §4.2 sets no order): a device that serves several
 * protocols on one port (HAProxy, sslh, nginx) waits for it before it chooses a server.
 */
public final class SshProtocol implements Protocol<SshSettings> {
  /** SSH_DISCONNECT_BY_APPLICATION (RFC 4253 §11.1). */
  private static final int BY_APPLICATION = 11;

  private static final int MOST_PACKETS = 8;

  /** The most names of a list to report, and the longest of them; the usual have 40 at most. */
  private static final int MOST_NAMES = 8;

  private static final int LONGEST_NAME = 64;

  @Override
  public String name() {
    return "ssh";
  }

  @Override
  public Set<String> plainFacts() {
    return Set.of("ssh.client", "ssh.software", "ssh.version");
  }

  @Override
  public ServiceNames serviceNames() {
    return ServiceNames.of("ssh", "ssh");
  }

  @Override
  public Class<SshSettings> settings() {
    return SshSettings.class;
  }

  @Override
  public String sends() {
    return "An SSH identification string, at once; the server's own and its offer of algorithms"
        + " (KEXINIT) prove it. No key exchange, no login.";
  }

  @Override
  public VisitFacts visitFacts() {
    return SshStandIn.FACTS;
  }

  @Override
  public void probe(Session session, SshSettings settings) throws ProbeException, IOException {
    Connection connection = session.dial();
    Optional<byte[]> challenge = session.standIn().challenge();
    Identification server = meet(session, connection, challenge);
    session.observe("ssh.version", session.quotes().name(server.version()));
    session.observe("ssh.software", session.quotes().name(server.software()));
    // 1.99 is a server of both versions (§5.1).
    if (!server.version().equals("2.0") && !server.version().equals("1.99")) {
      throw ProbeException.unexpected(
          "the server speaks SSH " + session.quotes().name(server.version()) + ", not 2.0");
    }
    boolean standIn = StandInMark.in(server.software());
    if (standIn) {
      session.standIn().seen("the identification string");
    }
    if (standIn && challenge.isPresent()) {
      proof(connection).ifPresent(session.standIn()::proof);
    } else {
      offer(session, connection);
    }
  }

  /**
   * Sends our identification, and reads the server's. A server that has closed by then may have
   * said why, so that is read first.
   *
   * @param challenge to stand-ins; it goes into the comment, which is free text (§4.2)
   */
  private static Identification meet(
      Session session, Connection connection, Optional<byte[]> challenge)
      throws IOException, ProbeException {
    String comment = challenge.map(bytes -> " " + HexFormat.of().formatHex(bytes)).orElse("");
    Optional<SocketException> cut = Optional.empty();
    try {
      connection.write(("SSH-2.0-Rollcall" + comment + "\r\n").getBytes(StandardCharsets.US_ASCII));
    } catch (SocketException e) {
      cut = Optional.of(e);
    }
    try {
      return Identification.read(session, connection);
    } catch (EOFException e) {
      if (cut.isPresent()) {
        throw cut.get();
      }
      throw e;
    }
  }

  /** The first message of a key exchange (RFC 4253 §7.1), in larger packets than before. */
  private static void offer(Session session, Connection connection)
      throws IOException, ProbeException {
    try {
      for (int packet = 0; packet < MOST_PACKETS; packet++) {
        byte[] payload = Packets.read(connection.in());
        Optional<String> goodbye = Packets.disconnected(payload);
        if (goodbye.isPresent()) {
          throw ProbeException.denied(
              quotes ->
                  "the server sends its identification, and then disconnects: "
                      + quotes.text(goodbye.get()));
        }
        if (payload[0] == Packets.KEXINIT) {
          ServerOffer offer = ServerOffer.read(payload);
          session.observe("ssh.host-keys", names(session, offer.hostKeys()));
          judge(session, offer);
          // So that the server logs a regular disconnect.
          connection.write(Packets.disconnect(BY_APPLICATION, "Rollcall: the path is open"));
          return;
        }
      }
      throw ProbeException.malformed("the server begins no key exchange (KEXINIT)");
    } catch (Packets.ProtocolException e) {
      throw ProbeException.malformed(
          "what follows the server's identification is not an SSH packet");
    } catch (EOFException e) {
      throw unfinished(FaultKind.CLOSED, "closes", e);
    } catch (SocketTimeoutException e) {
      throw unfinished(FaultKind.TIMED_OUT, "is silent", e);
    } catch (SocketException e) {
      if (OsMessage.of(e) == OsMessage.RESET) {
        throw unfinished(FaultKind.RESET, "resets the connection", e);
      }
      throw e;
    }
  }

  /** A pass still: the product's own client may be older. */
  private static void judge(Session session, ServerOffer offer) {
    List<ServerOffer.Gap> gaps = offer.gaps();
    if (!gaps.isEmpty()) {
      session.concern(
          Concern.Kind.SERVER_CONFIGURATION,
          "current SSH clients cannot connect: OpenSSH 9.2 to 10, with its default settings, has in"
              + " common with the server "
              + gaps.stream()
                  .map(
                      gap ->
                          "no "
                              + gap.what()
                              + " (the server offers "
                              + (gap.offered().isEmpty() ? "none" : names(session, gap.offered()))
                              + ")")
                  .collect(Collectors.joining(", ")));
    }
  }

  private static String names(Session session, List<String> offered) {
    String first =
        session.quotes().upTo(LONGEST_NAME).names(offered.stream().limit(MOST_NAMES).toList());
    return offered.size() <= MOST_NAMES
        ? first
        : first + " and " + (offered.size() - MOST_NAMES) + " more";
  }

  private static ProbeException unfinished(FaultKind kind, String how, IOException e) {
    return new ProbeException(
        new Fault(
            Phase.EXCHANGE,
            kind,
            "the server sends its identification, and then "
                + how
                + " where its offer of algorithms (KEXINIT, a larger packet) is due"),
        e);
  }

  /** The description in a stand-in's disconnect; empty if it has no proof. */
  private static Optional<byte[]> proof(Connection connection) throws IOException {
    return Packets.disconnected(Packets.read(connection.in()))
        .filter(text -> text.matches("([0-9a-f]{2}){32}"))
        .map(HexFormat.of()::parseHex);
  }

  @Override
  public StandIn standIn(Transport transport, List<SshSettings> rules) {
    return new SshStandIn();
  }
}
