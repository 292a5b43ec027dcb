package dev.rollcall.protocol.ssh;

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
import dev.rollcall.probe.fault.ProbeException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads an SSH server's identification string, answers with ours, waits for its offer of algorithms
 * (KEXINIT), and disconnects.
 */
public final class SshProtocol implements Protocol<SshSettings> {
  /** SSH_DISCONNECT_BY_APPLICATION (RFC 4253 §11.1). */
  private static final int BY_APPLICATION = 11;

  private static final int MOST_PACKETS = 8;

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
    return "An SSH identification string, after the server's own; that and the server's offer of"
        + " algorithms (KEXINIT) prove it. No key exchange, no login.";
  }

  @Override
  public void probe(Session session, SshSettings settings) throws ProbeException, IOException {
    Connection connection = session.dial();
    Identification server = Identification.read(session, connection);
    session.observe("ssh.version", session.quotes().name(server.version()));
    session.observe("ssh.software", session.quotes().name(server.software()));
    // 1.99 is a server of both versions (§5.1).
    if (!server.version().equals("2.0") && !server.version().equals("1.99")) {
      throw ProbeException.unexpected(
          "the server speaks SSH " + session.quotes().name(server.version()) + ", not 2.0");
    }
    Optional<byte[]> challenge = Optional.empty();
    if (StandInMark.in(server.software())) {
      session.standIn().seen("the identification string");
      challenge = session.standIn().challenge();
    }
    // Without an identification, a server logs the connection as suspicious. The comment after the
    // software's version is free text (§4.2); it carries the challenge to stand-ins.
    String comment = challenge.map(bytes -> " " + HexFormat.of().formatHex(bytes)).orElse("");
    connection.write(("SSH-2.0-Rollcall" + comment + "\r\n").getBytes(StandardCharsets.US_ASCII));
    if (challenge.isPresent()) {
      proof(connection).ifPresent(session.standIn()::proof);
    } else {
      offer(session, connection);
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
          session.observe("ssh.host-keys", session.quotes().names(KeyExchange.hostKeys(payload)));
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
    }
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
