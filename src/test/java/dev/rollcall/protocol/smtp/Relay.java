package dev.rollcall.protocol.smtp;

import dev.rollcall.probe.Peer;
import dev.rollcall.probe.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** A mail relay that says what a test wants; a good one by default. */
final class Relay {
  String greeting = "220 mail.uni.edu ESMTP ready\r\n";
  String plainOffer = "250-mail.uni.edu\r\n250-PIPELINING\r\n250 STARTTLS\r\n";
  String ready = "220 go on\r\n";
  String securedOffer = "250-mail.uni.edu\r\n250-SIZE 1000\r\n250 AUTH PLAIN LOGIN\r\n";
  SSLContext context = TestAuthority.peer().context();
  final List<String> heard = new CopyOnWriteArrayList<>();

  Peer start() throws IOException {
    return Peer.serving(socket -> converse(socket, greeting, plainOffer));
  }

  Peer startSecured() throws IOException {
    return Peer.servingTls(context, socket -> converse(socket, greeting, securedOffer));
  }

  private void converse(Socket socket, String first, String offer) throws IOException {
    say(socket, first);
    for (String line = line(socket); !line.isEmpty(); line = line(socket)) {
      heard.add(line);
      if (line.equals("STARTTLS")) {
        say(socket, ready);
        if (ready.startsWith("220")) {
          converse(Peer.startTls(socket, context), "", securedOffer);
          return;
        }
      } else {
        say(socket, line.equals("QUIT") ? "221 bye\r\n" : offer);
      }
    }
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** One line without its end; empty at the end of the stream. Reads not a byte more. */
  private static String line(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString().strip();
  }
}
