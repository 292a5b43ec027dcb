package dev.rollcall.hostile;

import dev.rollcall.probe.Peer;
import dev.rollcall.protocol.ssh.SshHello;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;

/** Four servers as they should be. */
enum HealthyServer {
  WEB("http", "body: fine") {
    @Override
    void serve(Socket socket, SSLContext context) throws IOException {
      page(socket);
    }
  },
  SECURE_WEB("https", "") {
    @Override
    void serve(Socket socket, SSLContext context) throws IOException {
      page(Peer.startTls(socket, context));
    }
  },
  MAIL("smtp", "auth: none") {
    @Override
    void serve(Socket socket, SSLContext context) throws IOException {
      say(socket, "220 mail.example ESMTP\r\n");
      line(socket);
      say(socket, "250-mail.example\r\n250 STARTTLS\r\n");
      line(socket);
      say(socket, "220 go\r\n");
      Socket secured = Peer.startTls(socket, context);
      line(secured);
      say(secured, "250 mail.example\r\n");
      line(secured);
      say(secured, "221 bye\r\n");
    }
  },
  SHELL("ssh", "") {
    @Override
    void serve(Socket socket, SSLContext context) throws IOException {
      socket.getOutputStream().write(SshHello.of("OpenSSH_9.2"));
      Peer.drain(socket);
    }
  };

  final String protocol;
  final String settings;

  HealthyServer(String protocol, String settings) {
    this.protocol = protocol;
    this.settings = settings;
  }

  abstract void serve(Socket socket, SSLContext context) throws IOException;

  String word() {
    return "healthy." + protocol;
  }

  private static void page(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      // The head of the request.
    }
    say(socket, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\nfine");
  }

  private static void line(Socket socket) throws IOException {
    for (int next = 0; next != '\n'; next = socket.getInputStream().read()) {
      if (next < 0) {
        throw new IOException("closed");
      }
    }
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }
}
