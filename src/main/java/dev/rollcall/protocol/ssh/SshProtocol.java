package dev.rollcall.protocol.ssh;

import dev.rollcall.model.Transport;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.ProbeException;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.Mark;
import dev.rollcall.probe.answer.StandIn;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an SSH server's identification string, answers with ours, and leaves. */
public final class SshProtocol implements Protocol<SshSettings> {
  /** RFC 4253 §4.2: 255 characters with CR and LF. */
  private static final int LONGEST = 255;

  private static final int LINES_BEFORE = 50;
  private static final Pattern IDENTIFICATION = Pattern.compile("SSH-([^-]+)-(.+)");

  @Override
  public String name() {
    return "ssh";
  }

  @Override
  public Class<SshSettings> settings() {
    return SshSettings.class;
  }

  @Override
  public String sends() {
    return "An SSH identification string, after the server's own, which proves it; no login.";
  }

  @Override
  public void probe(Session session, SshSettings settings) throws ProbeException, IOException {
    Connection connection = session.dial();
    String line = identification(connection);
    Matcher parts = IDENTIFICATION.matcher(line);
    if (!parts.matches()) {
      throw ProbeException.malformed(quotes -> "not an SSH identification: " + quotes.text(line));
    }
    String version = parts.group(1);
    session.observe("ssh.version", session.quotes().name(version));
    session.observe("ssh.software", session.quotes().name(parts.group(2)));
    // 1.99 is a server of both versions (§5.1).
    if (!version.equals("2.0") && !version.equals("1.99")) {
      throw ProbeException.unexpected(
          "the server speaks SSH " + session.quotes().name(version) + ", not 2.0");
    }
    Optional<byte[]> challenge = Optional.empty();
    if (Mark.in(parts.group(2))) {
      session.standIn("the identification string");
      challenge = session.challenge();
    }
    // A server that saw no identification logs the connection as a suspicious one. The comment
    // behind the software's version may say anything (§4.2), and says something to stand-ins only.
    String comment = challenge.map(bytes -> " " + HexFormat.of().formatHex(bytes)).orElse("");
    connection.write(("SSH-2.0-Rollcall" + comment + "\r\n").getBytes(StandardCharsets.US_ASCII));
    if (challenge.isPresent()) {
      proof(connection).ifPresent(session::proof);
    }
  }

  /** The description with which a stand-in hangs up; empty if it holds no proof. */
  private static Optional<byte[]> proof(Connection connection) throws IOException {
    return Packets.disconnected(Packets.read(connection.in()))
        .filter(text -> text.matches("([0-9a-f]{2}){32}"))
        .map(HexFormat.of()::parseHex);
  }

  @Override
  public StandIn standIn(Transport transport, List<SshSettings> rules) {
    return new SshStandIn();
  }

  /** The server may send other lines first (§4.2). */
  private static String identification(Connection connection) throws IOException, ProbeException {
    String first = connection.readLine(LONGEST);
    String line = first;
    try {
      for (int before = 0; !line.startsWith("SSH-"); before++) {
        if (before == LINES_BEFORE) {
          throw notSsh(first);
        }
        line = connection.readLine(LONGEST);
      }
    } catch (SocketTimeoutException | EOFException e) {
      throw notSsh(first);
    }
    return line;
  }

  private static ProbeException notSsh(String first) {
    return ProbeException.malformed(
        quotes -> "the server speaks, and not SSH: its first line is " + quotes.text(first));
  }
}
