package dev.rollcall.protocol.tds;

import static dev.rollcall.protocol.tds.LoginPeer.accepted;
import static dev.rollcall.protocol.tds.LoginPeer.refused;
import static dev.rollcall.protocol.tds.LoginPeer.row;
import static dev.rollcall.protocol.tds.LoginPeer.with;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.quote.Leaks;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A SQL Server that says the secret back in every encoding, wherever there is room for text. */
class TdsEchoTest {
  private static final Leaks LEAKS = new Leaks(Leaks.SECRET);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Account ACCOUNT = Account.of("appsanywhere_user", "");

  private static void silent(String seen, Session session) {
    Attempt attempt =
        Prober.attempt(
            new TdsProtocol(),
            new TdsSettings(Optional.empty(), Optional.of("appsanywhere")),
            session);
    assertTrue(attempt.toString().contains(seen), attempt::toString);
    LEAKS.none(seen, attempt.toString());
  }

  private static void login(String seen, LoginPeer.Answer login, LoginPeer.Answer question)
      throws IOException {
    try (LoginPeer peer = LoginPeer.serving(LoginPeer::greet, login, question)) {
      silent(
          seen,
          Probes.session(
              Probes.route(peer.address(), Transport.TCP),
              LONG,
              Probes.policy(),
              ACCOUNT,
              Leaks.SECRET));
    }
  }

  private static void later(String seen, Peer.Service service) throws IOException {
    try (Peer peer = Peer.serving(service)) {
      silent(
          seen,
          Probes.later(
              Probes.route(peer.address(), Transport.TCP),
              LONG,
              Probes.policy(),
              ACCOUNT,
              Leaks.SECRET));
    }
  }

  @Test
  void inARefusal() throws IOException {
    for (String text : Leaks.texts(900)) {
      login("SQL Server says 18456, state 1: …", with(refused(text, 18456, 1)), with(row()));
    }
    String text = Leaks.texts(900).get(0);
    login("SQL Server says an error of its own", with(refused(text, 1349280110, 1)), with(row()));
    login(
        "is not a TDS response",
        (asked, secured) -> secured.getOutputStream().write(text.getBytes(UTF_8)),
        with(row()));
    login("MALFORMED", with(accepted()), with(text.getBytes(UTF_16LE)));
  }

  @Test
  void inWhatIsAskedFor() throws IOException {
    for (List<String> seven : Leaks.forms(7)) {
      login("tds.server-version", with(accepted()), with(row(seven.toArray(String[]::new))));
    }
    byte[] elsewhere = LoginPeer.routing(Leaks.forms().get(1), 1433);
    login("sends it on to …", with(accepted(elsewhere)), with(row()));
  }

  @Test
  void inALaterSample() throws IOException {
    for (String text : Leaks.texts(900)) {
      later(
          "answers PRELOGIN with an error",
          socket -> {
            byte[] error = refused(text, 17830, 1);
            socket.getOutputStream().write(Prelogin.packet(Prelogin.RESPONSE, error));
            Peer.drain(socket);
          });
      later(
          "is not a TDS response",
          socket -> {
            socket.getOutputStream().write(text.getBytes(UTF_8));
            Peer.drain(socket);
          });
    }
    for (List<String> five : Leaks.forms(5)) {
      String[] names =
          five.stream()
              .filter(form -> form.matches("[A-Za-z0-9.-]{1,60}"))
              .map(form -> form + ".uni.edu")
              .toArray(String[]::new);
      if (names.length == 0) {
        continue;
      }
      later("UNTRUSTED", socket -> LoginPeer.greet(socket, TestAuthority.selfSigned(names)));
    }
  }
}
