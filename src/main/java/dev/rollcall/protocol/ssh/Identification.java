package dev.rollcall.protocol.ssh;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.GreetingWait;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.OsMessage;
import dev.rollcall.probe.fault.ProbeException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server's identification string (RFC 4253 §4.2).
 *
 * @param version {@code 2.0}; from the server, as the other part
 * @param software the software's version and the comment after it
 */
record Identification(String version, String software) {
  /** RFC 4253 §4.2: 255 characters with CR and LF. */
  private static final int USUAL = 253;

  /** OpenSSH reads 8,192 bytes of a line, and 1,024 lines. */
  private static final int LONGEST = 16_384;

  private static final int LINES_BEFORE = 2_000;
  private static final String OPENING = "SSH-";
  private static final Pattern FORM = Pattern.compile("(?s)SSH-([^-]+)-(.+)");

  /**
   * Texts that servers send before they close a connection above their limit (OpenSSH, Cisco,
   * others).
   */
  private static final Pattern REFUSAL =
      Pattern.compile(
          "exceeded maxstartups|not allowed at this time|too many|connection refused|try again"
              + "|(sessions|connections|users) (reached|exceeded)|server( is)? busy",
          Pattern.CASE_INSENSITIVE);

  /**
   * Reads it, and the lines that a server may send first.
   *
   * @throws ProbeException MALFORMED if it is not SSH; DENIED if the server closes with a refusal;
   *     UNEXPECTED if it is too long
   */
  static Identification read(Session session, Connection connection)
      throws IOException, ProbeException {
    String line = last(connection, new GreetingWait(session, "identification"));
    Matcher parts = FORM.matcher(line);
    if (!parts.matches()) {
      throw ProbeException.malformed(quotes -> "not an SSH identification: " + quotes.text(line));
    }
    if (line.length() > USUAL) {
      session.concern(
          Concern.Kind.SERVER_CONFIGURATION,
          "the server's identification has "
              + line.length()
              + " characters, and RFC 4253 allows "
              + USUAL
              + ": OpenSSH accepts it, other clients may not");
    }
    return new Identification(parts.group(1), parts.group(2));
  }

  /** The first line that starts like an identification. */
  private static String last(Connection connection, GreetingWait greeting)
      throws IOException, ProbeException {
    greeting.await(connection);
    String first = connection.readLine(LONGEST, OPENING);
    String line = first;
    try {
      for (int before = 0; !line.startsWith(OPENING); before++) {
        if (before == LINES_BEFORE) {
          throw notSsh(first);
        }
        // From here on with the normal timeout: the server has answered.
        line = connection.readLine(LONGEST, OPENING);
      }
      return line;
    } catch (EOFException e) {
      throw closed(first, line);
    } catch (SocketTimeoutException e) {
      throw notSsh(first);
    } catch (SocketException e) {
      // A server that closes without reading our identification resets the connection.
      if (OsMessage.of(e) == OsMessage.RESET) {
        throw closed(first, line);
      }
      throw e;
    }
  }

  /** The server closes after lines that are no identification. */
  private static ProbeException closed(String first, String last) {
    return REFUSAL.matcher(last).find()
        ? ProbeException.of(
            FaultKind.DENIED,
            quotes ->
                "the server hangs up with \""
                    + quotes.text(last)
                    + "\": it serves no more connections for now, from this host or from anyone"
                    + " (OpenSSH: MaxStartups, PerSourcePenalties); try again",
            Clue.THROTTLED)
        : notSsh(first);
  }

  private static ProbeException notSsh(String first) {
    return ProbeException.malformed(
        quotes -> "the server does not use SSH: its first line is " + quotes.text(first));
  }
}
