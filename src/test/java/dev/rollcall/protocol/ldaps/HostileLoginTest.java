package dev.rollcall.protocol.ldaps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Leftovers;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.ProtocolContract;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.probe.login.Account;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A directory that answers well until it has the password. */
class HostileLoginTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(1500);
  private static final String SECRET = "planted-Passw0rd";
  private static final int BOUND = 0x61;
  private static final byte[] ROOT_DSE =
      Messages.found(
          "defaultNamingContext",
          "DC=uni,DC=edu",
          "namingContexts",
          "DC=uni,DC=edu",
          "supportedCapabilities",
          "1.2.840.113556.1.4.800");
  private static final byte[] WELCOME = Messages.result(4, BOUND, 0, "");

  private final AtomicInteger binds = new AtomicInteger();

  /** What comes after the bind. */
  private interface Malice {
    void happen(Socket below, Socket socket) throws IOException, InterruptedException;
  }

  private Attempt attempt(Duration timeout, Malice malice)
      throws IOException, InterruptedException {
    Leftovers before = Leftovers.now();
    Peer.Service service =
        below -> {
          Socket socket = Peer.startTls(below, TestAuthority.peer().context());
          message(socket);
          say(socket, ROOT_DSE);
          message(socket);
          binds.incrementAndGet();
          malice.happen(below, socket);
        };
    Attempt attempt;
    try (Peer peer = Peer.serving(service)) {
      attempt =
          Prober.attempt(
              new LdapsProtocol(),
              Messages.settings("uni.edu"),
              Probes.session(
                  Probes.route(peer.address(), Transport.TCP),
                  timeout,
                  Probes.policy(),
                  Account.of("svc", ""),
                  SECRET));
    }
    before.assertNothingNew();
    assertEquals(1, binds.get());
    ProtocolContract.assertHarmless(attempt.outcome());
    return attempt;
  }

  private void denied(String cause, Duration timeout, Malice malice)
      throws IOException, InterruptedException {
    denied(cause, "", attempt(timeout, malice));
  }

  private static void denied(String cause, String words, Attempt attempt) {
    Fault fault = Probes.denied(attempt);
    assertEquals(cause, fault.cause(), fault.evidence());
    assertTrue(fault.evidence().contains(words), fault::evidence);
    silentAboutTheSecret(attempt);
  }

  private static void silentAboutTheSecret(Attempt attempt) {
    String all = attempt.toString();
    assertFalse(all.contains(SECRET), all);
    assertFalse(all.contains("planted"), all);
    byte[] first = SECRET.substring(0, 4).getBytes(StandardCharsets.UTF_8);
    assertFalse(all.contains(HexFormat.ofDelimiter(" ").formatHex(first)), all);
  }

  /** Reads one message; all of ours are short enough for one record. */
  private static void message(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    if (in.read(new byte[8192]) < 0) {
      throw new IOException("closed");
    }
  }

  private static void say(Socket socket, byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  private static Malice saying(byte[] bytes) {
    return (below, socket) -> {
      say(socket, bytes);
      Peer.closeInOrder(socket);
    };
  }

  @Test
  void silence() throws IOException, InterruptedException {
    denied("AUTHENTICATE TIMED_OUT", SHORT, (below, socket) -> Peer.drain(socket));
  }

  @Test
  void closedAndReset() throws IOException, InterruptedException {
    denied("AUTHENTICATE CLOSED", LONG, (below, socket) -> Peer.closeInOrder(socket));
    binds.set(0);
    denied("AUTHENTICATE RESET", LONG, (below, socket) -> Peer.reset(below));
    binds.set(0);
    denied("AUTHENTICATE CLOSED", LONG, saying(new byte[] {0x30}));
  }

  @Test
  void aBindIsOpenUntilItsOwnResultComes() throws IOException, InterruptedException {
    for (byte[] none : new byte[][] {{}, Messages.result(4, Messages.DONE, 0, "")}) {
      Probes.assertOpen(true, Probes.denied(attempt(LONG, saying(none))));
      binds.set(0);
    }
    Probes.assertOpen(false, Probes.denied(attempt(LONG, saying(WELCOME))));
  }

  @Test
  void drip() throws IOException, InterruptedException {
    denied(
        "AUTHENTICATE TIMED_OUT",
        SHORT,
        (below, socket) -> {
          for (byte one : Messages.result(4, BOUND, 0, "x".repeat(100))) {
            say(socket, new byte[] {one});
            Thread.sleep(200);
          }
        });
  }

  @Test
  void whatIsNoLdapIsNotShown() throws IOException, InterruptedException {
    Attempt attempt = attempt(LONG, saying(SECRET.getBytes(StandardCharsets.UTF_8)));
    denied("AUTHENTICATE MALFORMED", "the answer inside TLS is not LDAP: 16 bytes", attempt);
    binds.set(0);
    denied("AUTHENTICATE MALFORMED", LONG, saying(Messages.hex("3084ffffffff")));
    binds.set(0);
    denied("AUTHENTICATE MALFORMED", LONG, saying(Messages.hex("3083040001")));
    binds.set(0);
    denied("AUTHENTICATE MALFORMED", LONG, saying(Messages.result(9, BOUND, 0, "")));
  }

  @Test
  void anotherOperationsResultIsNoWelcome() throws IOException, InterruptedException {
    denied("AUTHENTICATE UNEXPECTED", LONG, saying(Messages.result(4, Messages.DONE, 0, "")));
    binds.set(0);
    denied(
        "AUTHENTICATE UNEXPECTED",
        LONG,
        saying(Messages.join(WELCOME, Messages.result(6, BOUND, 0, ""))));
    // A SASL bind that goes on was never begun.
    binds.set(0);
    denied("AUTHENTICATE UNEXPECTED", LONG, saying(Messages.result(4, BOUND, 14, "")));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 150, 180, 190, 195, 199})
  void theSecretSaidBackIsHidden(int before) throws IOException, InterruptedException {
    String words = "x".repeat(before) + " " + SECRET + " is wrong";
    denied(
        "AUTHENTICATE DENIED", "49", attempt(LONG, saying(Messages.result(4, BOUND, 49, words))));
    binds.set(0);
    denied(
        "AUTHENTICATE UNEXPECTED",
        "ends the session by itself",
        attempt(LONG, saying(Messages.result(0, Messages.EXTENDED, 52, words))));
  }

  @Test
  void theSecretInAnEntryIsHidden() throws IOException, InterruptedException {
    Attempt attempt =
        attempt(
            LONG,
            (below, socket) -> {
              say(socket, WELCOME);
              message(socket);
              say(socket, found(6, "dc", "uni"));
              message(socket);
              say(
                  socket,
                  found(
                      7,
                      "sAMAccountName",
                      SECRET,
                      "userAccountControl",
                      "512",
                      "accountExpires",
                      "133800000000000000"));
              Peer.drain(socket);
            });
    assertEquals("ACCOUNT", Probes.concerns(attempt));
    assertTrue(
        Probes.answered(attempt)
            .concerns()
            .get(0)
            .text()
            .startsWith("the account … ended on 2024-12-30"));
    silentAboutTheSecret(attempt);
  }

  private static byte[] found(int id, String... attributes) {
    return Messages.join(Messages.entry(id, attributes), Messages.result(id, Messages.DONE, 0, ""));
  }

  @ParameterizedTest
  @CsvSource({"entries", "references"})
  void aSearchWithoutEnd(String of) throws IOException, InterruptedException {
    byte[] one =
        of.equals("entries")
            ? Messages.entry(6, "dc", "uni")
            : Messages.tag(
                0x30,
                Messages.tag(2, new byte[] {6}),
                Messages.tag(
                    Messages.REFERENCE,
                    Messages.tag(4, "ldap://a/".getBytes(StandardCharsets.US_ASCII))));
    Attempt attempt =
        attempt(
            LONG,
            (below, socket) -> {
              say(socket, WELCOME);
              message(socket);
              while (true) {
                say(socket, one);
              }
            });
    denied("AUTHENTICATE UNEXPECTED", "does not end", attempt);
  }

  @Test
  void aFloodIsCutShort() throws IOException, InterruptedException {
    byte[] huge = Messages.entry(6, "description", "x".repeat(200_000));
    denied(
        "AUTHENTICATE MALFORMED",
        LONG,
        (below, socket) -> {
          say(socket, WELCOME);
          message(socket);
          while (true) {
            say(socket, huge);
          }
        });
  }
}
