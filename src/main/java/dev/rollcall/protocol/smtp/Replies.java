package dev.rollcall.protocol.smtp;

import dev.rollcall.probe.Connection;
import dev.rollcall.probe.ProbeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Commands and replies on one connection, the replies bounded in lines and in length. */
final class Replies {
  /** RFC 5321 §4.5.3.1.5 says 512; some say more. */
  private static final int LONGEST = 1000;

  private static final int MOST = 100;

  private final Connection connection;

  Replies(Connection connection) {
    this.connection = connection;
  }

  Reply ask(String command) throws IOException, ProbeException {
    return ask(command, new byte[0]);
  }

  /** A command, or what a command goes on with, and bytes that are nobody's text. */
  Reply ask(String command, byte[] rest) throws IOException, ProbeException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.writeBytes(command.getBytes(StandardCharsets.US_ASCII));
    line.writeBytes(rest);
    line.writeBytes(new byte[] {'\r', '\n'});
    connection.write(line.toByteArray());
    return read();
  }

  Reply read() throws IOException, ProbeException {
    List<String> lines = new ArrayList<>();
    String code = "";
    while (lines.size() < MOST) {
      String line = connection.readLine(LONGEST);
      if (!line.matches("[2-5][0-9][0-9]([ -].*)?") || !line.startsWith(code)) {
        throw ProbeException.malformed("not an SMTP reply: " + connection.quotes().text(line));
      }
      code = line.substring(0, 3);
      lines.add(line.length() > 4 ? line.substring(4) : "");
      if (line.length() == 3 || line.charAt(3) == ' ') {
        return new Reply(Integer.parseInt(code), lines, connection.quotes());
      }
    }
    throw ProbeException.malformed("an SMTP reply of more than " + MOST + " lines");
  }
}
