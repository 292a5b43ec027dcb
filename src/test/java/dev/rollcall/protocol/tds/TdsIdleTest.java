package dev.rollcall.protocol.tds;

import static dev.rollcall.protocol.tds.LoginPeer.accepted;
import static dev.rollcall.protocol.tds.LoginPeer.answering;
import static dev.rollcall.protocol.tds.LoginPeer.refused;
import static dev.rollcall.protocol.tds.LoginPeer.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.attempt.IdleEnd;
import dev.rollcall.probe.attempt.IdleProbe;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.probe.login.Access;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.login.Grant;
import dev.rollcall.probe.login.LoginNotes;
import dev.rollcall.probe.login.Logins;
import dev.rollcall.probe.login.Secret;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Connections that stay open after their login. */
class TdsIdleTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final TdsSettings SETTINGS =
      new TdsSettings(Optional.empty(), Optional.of("appsanywhere"));

  private final Access access =
      new Access(
          new Logins(LoginNotes.NONE),
          new Grant(
              "sql.tds",
              Account.of("appsanywhere_user", ""),
              new Secret("Planted-Secret-17".toCharArray()),
              Set.of(Probes.HOST),
              Optional.empty()));

  private Session session(LoginPeer peer) {
    return Probes.session(
        Probes.route(peer.address(), Transport.TCP), LONG, Probes.policy(), access);
  }

  /** The rule has logged in before, and each idle connection does by itself. */
  @Test
  void eachConnectionLogsInAndIsAskedAgain() throws Exception {
    try (LoginPeer peer = answering(with(accepted()))) {
      Probes.answered(Prober.attempt(new TdsProtocol(), SETTINGS, session(peer)));
      for (int connection = 0; connection < 2; connection++) {
        IdleEnd end = Probes.idle(new TdsProtocol(), SETTINGS, session(peer));
        assertEquals(IdleEnd.Kind.ANSWERED, end.kind(), end::toString);
      }
      assertEquals(3, peer.logins().size());
    }
  }

  @Test
  void aRefusedPasswordIsSentOnce() throws Exception {
    try (LoginPeer peer = answering(with(refused("No.", 18456, 1)))) {
      for (int connection = 0; connection < 2; connection++) {
        IdleProbe<TdsSettings> probe =
            new IdleProbe<>(new TdsProtocol(), LONG, () -> {}, System::nanoTime);
        Attempt attempt = Prober.attempt(probe, SETTINGS, session(peer));
        assertTrue(probe.end().isEmpty(), attempt::toString);
      }
      assertEquals(1, peer.logins().size());
    }
  }
}
