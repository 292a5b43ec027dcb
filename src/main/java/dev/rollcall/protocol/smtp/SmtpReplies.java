package dev.rollcall.protocol.smtp;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.fault.ProbeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Commands and replies on one connection, the replies bounded in lines and in length. */
final class SmtpReplies {
  /** RFC 5321 §4.5.3.1.5 says 512, and clients read up to 64 KiB. */
  private static final int LONGEST = 100_000;

  /** Of one reply. */
  private static final int MOST_LINES = 10_000;

  private static final int MOST_BYTES = 400_000;
  private static final String OPENING = "[2-5][0-9][0-9]([ -]|$)";

  private static final Connection.Wait NO_WAIT = connected -> {};

  private final Connection connection;
  private boolean overwritten;

  SmtpReplies(Connection connection) {
    this.connection = connection;
  }

  SmtpReply ask(String command) throws IOException, ProbeException {
    return ask(command, new byte[0]);
  }

  /**
   * A command whose reply may come slowly.
   *
   * @param wait before each byte
   */
  SmtpReply ask(String command, Connection.Wait wait) throws IOException, ProbeException {
    send(command, new byte[0]);
    return read(NO_WAIT, wait);
  }

  /** A command or its continuation, with raw bytes. */
  SmtpReply ask(String command, byte[] rest) throws IOException, ProbeException {
    send(command, rest);
    return read();
  }

  private void send(String command, byte[] rest) throws IOException {
    byte[] begin = command.getBytes(StandardCharsets.US_ASCII);
    byte[] line = Arrays.copyOf(begin, begin.length + rest.length + 2);
    System.arraycopy(rest, 0, line, begin.length, rest.length);
    line[line.length - 2] = '\r';
    line[line.length - 1] = '\n';
    try {
      connection.write(line);
    } finally {
      // It may hold a password.
      Arrays.fill(line, (byte) 0);
    }
  }

  SmtpReply read() throws IOException, ProbeException {
    return read(NO_WAIT, NO_WAIT);
  }

  /** A greeting, each line of which may be late. What drips within a line has the usual time. */
  SmtpReply greeting(Connection.Wait line) throws IOException, ProbeException {
    return read(line, NO_WAIT);
  }

  /**
   * The fault of an answer that is not as expected: that of a firewall on the path, if it has
   * overwritten letters of any reply so far.
   */
  ProbeException unexpected(String evidence) {
    return overwritten
        ? ProbeException.of(
            FaultKind.UNEXPECTED,
            evidence
                + "; letters are overwritten: a firewall on the path inspects SMTP and hides what"
                + " the relay offers",
            Clue.REWRITTEN)
        : ProbeException.unexpected(evidence);
  }

  private SmtpReply read(Connection.Wait beforeLine, Connection.Wait beforeByte)
      throws IOException, ProbeException {
    List<String> lines = new ArrayList<>();
    String code = "";
    int bytes = 0;
    while (lines.size() < MOST_LINES && bytes < MOST_BYTES) {
      beforeLine.await(connection);
      String line = connection.readLine(LONGEST, OPENING, beforeByte);
      bytes += line.length();
      if (!line.matches("(?s)[2-5][0-9][0-9]([ -].*)?") || !line.startsWith(code)) {
        throw ProbeException.malformed("not an SMTP reply: " + connection.quotes().text(line));
      }
      code = line.substring(0, 3);
      lines.add(line.length() > 4 ? line.substring(4) : "");
      if (line.length() == 3 || line.charAt(3) == ' ') {
        SmtpReply reply = new SmtpReply(Integer.parseInt(code), lines, connection.quotes());
        overwritten |= reply.overwritten();
        return reply;
      }
    }
    throw ProbeException.unexpected(
        "an SMTP reply is longer than the "
            + MOST_LINES
            + " lines or "
            + MOST_BYTES
            + " bytes that Rollcall reads");
  }
}
