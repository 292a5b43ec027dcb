package dev.rollcall.cli.login;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.cli.Said;
import dev.rollcall.document.RunDocument;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.quote.Leaks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mail relays that say the secret back, in every encoding, in the answer to the login and in every
 * later sample: no report, history, remembered refusal, log or thread dump holds it.
 */
@Timeout(120)
class EchoedSecretTest {
  private static final Leaks LEAKS = new Leaks(Leaks.SECRET);
  private static final List<String> FORMS = Leaks.forms();

  /** As many as one line of a reply may hold. */
  private static final String ALL =
      FORMS.stream().collect(Collectors.joining(" ")).substring(0, 900);

  /** What each relay says to the login, by its number. */
  private static final List<String> ANSWERS =
      List.of(
          "535-5.7.8 Error: authentication failed: FORM ALL\r\n535 5.7.8 FORM\r\n",
          "454 4.7.0 FORM ALL\r\n",
          "FORM ALL\r\n",
          "235 2.7.0 welcome FORM ALL\r\n");

  private static final TestAuthority.Leaf LEAF = TestAuthority.shared().leaf("127.0.0.1");

  private static final int SAMPLES = 10;

  private final List<String> threads = new ArrayList<>();
  @AutoClose private final Peers peers = new Peers();
  @TempDir private Path folder;

  /** All that are open. */
  private static final class Peers implements AutoCloseable {
    private final List<Peer> all = new ArrayList<>();

    @Override
    public void close() {
      all.forEach(Peer::close);
    }
  }

  @BeforeEach
  void open() throws IOException {
    for (int number = 0; number < ANSWERS.size(); number++) {
      peers.all.add(relay(number));
    }
  }

  /** Sound until it has the secret; then every sample tells of it in another place. */
  private Peer relay(int number) throws IOException {
    AtomicInteger met = new AtomicInteger();
    return Peer.serving(
        socket -> {
          int sample = met.getAndIncrement();
          String form = form(number * SAMPLES + sample);
          if (sample == 0) {
            login(socket, ANSWERS.get(number).replace("FORM", form).replace("ALL", ALL));
          } else if (sample == 1) {
            say(socket, "554 5.7.1 " + form + " " + ALL + "\r\n");
          } else if (sample == 2) {
            say(socket, "220 " + form + "\r\n");
            offer(socket, "250-x\r\n250-" + form + " " + ALL + "\r\n250 STARTTLS\r\n");
            say(socket, "454 " + form + "\r\n");
          } else if (sample == 3) {
            say(socket, "220 mail.uni.edu\r\n");
            offer(socket, "250-x\r\n250 STARTTLS\r\n");
            say(socket, "220 go on\r\n");
            Peer.startTls(
                socket, TestAuthority.selfSigned(host(form), host(Leaks.SECRET)).context());
          } else if (sample == 4) {
            say(socket, form + " " + ALL + "\r\n");
          } else {
            say(socket, "220 " + form.replace(' ', '-') + " ESMTP " + ALL + "\r\n");
            // To EHLO with one name and another, and to HELO.
            offer(socket, ("550 " + form + "\r\n").repeat(4));
          }
          Peer.drain(socket);
        });
  }

  private static String form(int number) {
    return FORMS.get(number % FORMS.size());
  }

  /** For a certificate, which holds names of hosts only. */
  private static String host(String form) {
    return (form.matches("[A-Za-z0-9.-]{1,60}") ? form : "x") + ".uni.edu";
  }

  private void login(Socket socket, String answer) throws IOException {
    say(socket, "220 mail.uni.edu ESMTP\r\n");
    offer(socket, "250-mail.uni.edu\r\n250 STARTTLS\r\n");
    say(socket, "220 go on\r\n");
    Socket secured = Peer.startTls(socket, LEAF.context());
    offer(secured, "250-mail.uni.edu\r\n250 AUTH PLAIN\r\n");
    line(secured);
    synchronized (threads) {
      Thread.getAllStackTraces()
          .forEach((thread, frames) -> threads.add(thread + " " + frames(frames)));
    }
    say(secured, answer);
    Peer.drain(secured);
  }

  /** Without the addresses of code. */
  private static String frames(StackTraceElement... frames) {
    return Stream.of(frames)
        .map(frame -> frame.toString().replaceAll("0x[0-9a-f]+", ""))
        .collect(Collectors.joining(" "));
  }

  private static void offer(Socket socket, String answer) throws IOException {
    line(socket);
    say(socket, answer);
    if (answer.contains("STARTTLS")) {
      line(socket);
    }
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    socket.getOutputStream().flush();
  }

  private static void line(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; ) {
      next = in.read();
    }
  }

  private Path catalogue() throws IOException {
    StringBuilder yaml = new StringBuilder("catalogue: echo\ntitle: Echoes\nvalues:\n");
    StringBuilder rules = new StringBuilder("rules:\n");
    for (int number = 0; number < peers.all.size(); number++) {
      yaml.append(
          """
            b%1$d.host: {type: host, about: A relay.}
            b%1$d.user: {type: text, about: Its user.}
            b%1$d.password: {type: secret, about: Its password.}
          """
              .formatted(number));
      rules.append(
          """
            - id: box.%1$d
              from: appsanywhere
              to: ${b%1$d.host}
              port: %2$d/tcp
              protocol: smtp
              login: {user: b%1$d.user, password: b%1$d.password}
              usage: test
          """
              .formatted(number, peers.all.get(number).address().getPort()));
    }
    return Files.writeString(folder.resolve("checks.yaml"), yaml.append(rules));
  }

  private Path site() throws IOException {
    Path given = Files.createDirectory(folder.resolve("given"));
    Path secret = Files.writeString(given.resolve("secret"), Leaks.SECRET);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(
        given.resolve("ca.pem"), TestAuthority.pem(List.of(TestAuthority.shared().root())));
    StringBuilder yaml = new StringBuilder("trust: {internal: [ca.pem]}\n");
    for (int number = 0; number < peers.all.size(); number++) {
      yaml.append(
          "b%1$d: {host: 127.0.0.1, user: svc%1$d, password: {file: secret}}\n".formatted(number));
    }
    return Files.writeString(given.resolve("site.yaml"), yaml);
  }

  @Test
  void noSampleAndNoReportHoldsWhatARelaySaysBack() throws Exception {
    Path written = Files.createDirectory(folder.resolve("written"));
    List<String> args =
        new ArrayList<>(List.of("check", "--site", site().toString(), "--verbose", "--timeout"));
    args.addAll(List.of("20s", "--samples", Integer.toString(SAMPLES), "--allow-credentials"));
    args.addAll(List.of("--checks", catalogue().toString()));
    args.addAll(List.of("--history", written.resolve("history").toString()));
    for (String format : List.of("json", "jsonl", "junit", "prometheus", "console")) {
      args.addAll(List.of("--report", format + "=" + written.resolve("report." + format)));
    }
    Said said = Said.to(args.toArray(String[]::new));
    assertEquals(1, said.exit(), said::toString);
    LEAKS.none("standard output", said.out());
    LEAKS.none("standard error", said.err());
    Path json = written.resolve("report.json");
    Said nagios = Said.to("render", json.toString(), "--report", "nagios=-");
    assertTrue(nagios.out().contains("CRITICAL"), nagios::toString);
    LEAKS.none("nagios", nagios.everything());
    for (Map.Entry<Path, String> file : texts(written)) {
      LEAKS.none(file.getKey().toString(), file.getValue());
    }
    LEAKS.none("thread dump", String.join("\n", threads));
    everythingHappened(json, written);
  }

  /** Otherwise nothing was proven. */
  private void everythingHappened(Path json, Path written) throws IOException {
    String seen = RunDocument.read(json).toString();
    for (String sign :
        List.of(
            "535 5.7.8 Error: authentication failed",
            "a temporary failure of its own",
            "not an SMTP reply",
            "Proven[account=svc3",
            "the relay does not serve us: 554 5.7.1",
            "is self-signed",
            "the relay refuses our EHLO: 550",
            "mail.uni.edu")) {
      assertTrue(seen.contains(sign), () -> sign + " is missing in: " + seen);
    }
    assertEquals(ANSWERS.size(), peers.all.size());
    for (Peer peer : peers.all) {
      assertEquals(SAMPLES, peer.connections());
    }
    assertTrue(threads.stream().anyMatch(frames -> frames.contains("dev.rollcall")));
    try (Stream<Path> files = Files.walk(written)) {
      assertTrue(files.anyMatch(file -> file.getFileName().toString().startsWith("refused-")));
    }
  }

  /** Every file and its text, unpacked. */
  private static List<Map.Entry<Path, String>> texts(Path below) throws IOException {
    List<Map.Entry<Path, String>> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(below)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        if (file.toString().endsWith(".gz")) {
          try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            bytes = in.readAllBytes();
          }
        }
        texts.add(Map.entry(file, new String(bytes, UTF_8)));
        texts.add(Map.entry(file, new String(bytes, ISO_8859_1)));
      }
    }
    assertTrue(texts.size() > 2 * 6, texts::toString);
    return texts;
  }
}
