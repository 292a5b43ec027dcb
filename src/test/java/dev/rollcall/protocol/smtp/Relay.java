package dev.rollcall.protocol.smtp;

import dev.rollcall.probe.Peer;
import dev.rollcall.probe.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;

/** A mail relay that says what a test wants; a good one by default. */
final class Relay {
  String greeting = "220 mail.uni.edu ESMTP ready\r\n";
  String plainOffer = "250-mail.uni.edu\r\n250-PIPELINING\r\n250 STARTTLS\r\n";
  String ready = "220 go on\r\n";
  String securedOffer = "250-mail.uni.edu\r\n250-SIZE 1000\r\n250 AUTH PLAIN LOGIN\r\n";
  SSLContext context = TestAuthority.peer().context();
  String auth = "235 2.7.0 welcome\r\n";
  String question = "334 VXNlcm5hbWU6\r\n";
  String mail = "250 2.1.0 ok\r\n";
  String recipient = "250 2.1.5 ok\r\n";

  /** The address that is not known. */
  String refused = "";

  String data = "354 go on\r\n";
  String taken = "250 2.0.0 Ok: queued as 4F2\r\n";

  /** Sent before the pause that precedes the greeting. */
  String teaser = "";

  Duration pause = Duration.ZERO;

  /** Before each answer to EHLO. */
  Duration thought = Duration.ZERO;

  /** Before each byte of an answer to EHLO. */
  Duration drip = Duration.ZERO;

  /** The name that EHLO and HELO are refused with. */
  String refusedName = "";

  String refusal = "550 5.7.1 bad name\r\n";

  /** Whether HELO is accepted where EHLO is not. */
  boolean old;

  /** Whether it closes after its answer to EHLO. */
  boolean hangsUp;

  boolean resetsAtQuit;

  /** How long it waits for a command; 0 is for ever. */
  Duration patience = Duration.ZERO;

  /** Connections that it ended because no command came. */
  final CountDownLatch ended = new CountDownLatch(1);

  Optional<Malice> atAuth = Optional.empty();
  final List<String> heard = new CopyOnWriteArrayList<>();

  /** What happens instead of an answer to AUTH. */
  interface Malice {
    void happen(Socket below, Socket socket) throws IOException, InterruptedException;
  }

  Peer start() throws IOException {
    return Peer.serving(socket -> converse(socket, socket, greeting, plainOffer));
  }

  Peer startSecured() throws IOException {
    return Peer.serving(
        below -> converse(below, Peer.startTls(below, context), greeting, securedOffer));
  }

  private void converse(Socket below, Socket socket, String first, String offer)
      throws IOException, InterruptedException {
    if (!first.isEmpty()) {
      say(socket, teaser);
      Thread.sleep(pause.toMillis());
    }
    say(socket, first);
    socket.setSoTimeout((int) patience.toMillis());
    try {
      commands(below, socket, offer);
    } catch (SocketTimeoutException silence) {
      say(socket, "421 4.4.2 mail.uni.edu Error: timeout exceeded\r\n");
      ended.countDown();
    }
  }

  private void commands(Socket below, Socket socket, String offer)
      throws IOException, InterruptedException {
    for (String line = line(socket); !line.isEmpty(); line = line(socket)) {
      heard.add(line);
      switch (line.split("[ :]", 2)[0]) {
        case "STARTTLS" -> {
          say(socket, ready);
          if (ready.startsWith("220")) {
            converse(below, Peer.startTls(socket, context), "", securedOffer);
            return;
          }
        }
        case "AUTH" -> {
          if (atAuth.isPresent()) {
            atAuth.get().happen(below, socket);
            return;
          }
          authenticate(socket, line);
        }
        case "MAIL" -> say(socket, mail);
        case "RCPT" ->
            say(
                socket,
                !refused.isEmpty() && line.contains(refused)
                    ? "550 5.1.1 no such user here\r\n"
                    : recipient);
        case "DATA" -> {
          say(socket, data);
          if (data.startsWith("354")) {
            read(socket);
            say(socket, taken);
          }
        }
        case "HELO" -> say(socket, old ? "250 mail.uni.edu\r\n" : offer);
        case "EHLO" -> {
          drip(socket, line.endsWith(" " + refusedName) ? refusal : offer);
          if (hangsUp) {
            return;
          }
        }
        case "QUIT" -> {
          if (resetsAtQuit) {
            Peer.reset(below);
            return;
          }
          say(socket, "221 bye\r\n");
        }
        default -> say(socket, offer);
      }
    }
  }

  private void authenticate(Socket socket, String line) throws IOException {
    if (line.equals("AUTH LOGIN")) {
      for (int i = 0; i < 2; i++) {
        say(socket, question);
        if (!question.startsWith("334")) {
          return;
        }
        heard.add(line(socket));
      }
    }
    say(socket, auth);
  }

  private void read(Socket socket) throws IOException {
    for (String line = rawLine(socket); !line.equals(".\r"); line = rawLine(socket)) {
      heard.add("| " + line.stripTrailing());
    }
  }

  private void drip(Socket socket, String text) throws IOException, InterruptedException {
    Thread.sleep(thought.toMillis());
    int piece = drip.isZero() ? text.length() : 1;
    for (int at = 0; at < text.length(); at += piece) {
      say(socket, text.substring(at, at + piece));
      Thread.sleep(drip.toMillis());
    }
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** One line without its end; empty at the end of the stream. Reads not a byte more. */
  private static String line(Socket socket) throws IOException {
    return rawLine(socket).strip();
  }

  private static String rawLine(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString();
  }
}
