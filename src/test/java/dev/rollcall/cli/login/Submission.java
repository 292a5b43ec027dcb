package dev.rollcall.cli.login;

import dev.rollcall.probe.Peer;
import dev.rollcall.probe.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A mail relay, in TLS from the first byte, that refuses every login, and whose log says how many
 * it was asked for. With the site and the catalogue whose two rules log in there with one account.
 */
public final class Submission implements AutoCloseable {
  private static final TestAuthority AUTHORITY = TestAuthority.root("Mail");
  private static final TestAuthority.Leaf LEAF = AUTHORITY.leaf("127.0.0.1");

  private final Peer peer;
  private final Watcher watcher;
  private final List<String> log = new CopyOnWriteArrayList<>();

  /** What has just happened on a connection. */
  public enum Moment {
    CONNECTED,
    OFFERED,
    LOGIN_BEGUN,
    LOGIN_HEARD,
    ANSWERED
  }

  /** Sees everything, and may hold the relay up. */
  public interface Watcher {
    void at(Moment moment) throws IOException, InterruptedException;
  }

  private Submission(Watcher watcher) throws IOException {
    this.watcher = watcher;
    this.peer = Peer.serving(this::serve);
  }

  public static Submission watched(Watcher watcher) throws IOException {
    return new Submission(watcher);
  }

  /** How many logins were begun. */
  public long logins() {
    return log.stream().filter(line -> line.startsWith("A")).count();
  }

  public List<String> log() {
    return List.copyOf(log);
  }

  /**
   * The arguments of a check by both rules.
   *
   * @param folder is given the files
   */
  public List<String> check(Path folder) throws IOException {
    Path password = Files.writeString(folder.resolve("password"), "planted-4711");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(folder.resolve("ca.pem"), TestAuthority.pem(List.of(AUTHORITY.root())));
    StringBuilder rules = new StringBuilder();
    for (String id : List.of("mail.one", "mail.two")) {
      rules.append(
          """
            - id: %s
              from: appsanywhere
              to: ${box.host}
              port: %d/tcp
              protocol: smtp
              with: {tls: implicit}
              login: {user: box.user, password: box.password}
              usage: test
          """
              .formatted(id, peer.address().getPort()));
    }
    Path checks =
        Files.writeString(
            folder.resolve("checks.yaml"),
            """
            catalogue: theirs
            title: Theirs
            values:
              box.host: {type: host, about: The box.}
              box.user: {type: text, about: Its user.}
              box.password: {type: secret, about: Its password.}
            rules:
            """
                + rules);
    Path site =
        Files.writeString(
            folder.resolve("site.yaml"),
            """
            box: {host: 127.0.0.1, user: svc, password: {file: password}}
            trust: {internal: [ca.pem]}
            """);
    return List.of(
        "check", "--checks", checks.toString(), "--site", site.toString(), "--allow-credentials");
  }

  private void serve(Socket below) throws IOException, InterruptedException {
    watcher.at(Moment.CONNECTED);
    Socket socket = Peer.startTls(below, LEAF.context());
    say(socket, "220 mail.uni.edu ESMTP ready\r\n");
    InputStream in = socket.getInputStream();
    for (int first = in.read(); first >= 0; first = in.read()) {
      switch (first) {
        case 'E' -> {
          line(first, in);
          say(socket, "250-mail.uni.edu\r\n250 AUTH PLAIN\r\n");
          watcher.at(Moment.OFFERED);
        }
        case 'A' -> {
          log.add("A");
          watcher.at(Moment.LOGIN_BEGUN);
          line(first, in);
          watcher.at(Moment.LOGIN_HEARD);
          say(socket, "535 5.7.8 no, not you\r\n");
          watcher.at(Moment.ANSWERED);
        }
        default -> {
          log.add(line(first, in));
          // The client waits for this answer to QUIT.
          say(socket, "221 bye\r\n");
          return;
        }
      }
    }
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private static String line(int first, InputStream in) throws IOException {
    StringBuilder line = new StringBuilder().append((char) first);
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString().strip();
  }

  @Override
  public void close() {
    peer.close();
  }
}
