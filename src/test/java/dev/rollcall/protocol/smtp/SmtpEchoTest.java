package dev.rollcall.protocol.smtp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.Attempt;
import dev.rollcall.model.Route;
import dev.rollcall.model.Transport;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.quote.Leaks;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * A relay that says the secret back in every encoding, where the whole run of {@code cli.EchoTest}
 * does not look.
 */
class SmtpEchoTest {
  private static final Leaks LEAKS = new Leaks(Leaks.SECRET);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Account ACCOUNT = Account.of("svc@uni.edu", "");

  private final Relay relay = new Relay();

  private void silent(String seen, Function<Route, Session> session) throws IOException {
    try (Peer peer = relay.start()) {
      Attempt attempt =
          Prober.attempt(
              new SmtpProtocol(),
              new SmtpSettings(SmtpSettings.Tls.STARTTLS, SmtpSettings.Auth.REQUIRED),
              session.apply(Probes.route(peer.address(), Transport.TCP)));
      assertTrue(attempt.toString().contains(seen), attempt::toString);
      LEAKS.none(seen, attempt.toString());
    }
  }

  private static Session mailing(Route route) {
    return Probes.mailing(route, LONG, Optional.of(ACCOUNT), Leaks.SECRET, "admin@uni.edu");
  }

  private static Session later(Route route) {
    return Probes.later(route, LONG, Probes.policy(), ACCOUNT, Leaks.SECRET);
  }

  @Test
  void inWhatBecomesOfATestMail() throws IOException {
    for (String text : Leaks.texts(900)) {
      relay.taken = "250 2.0.0 Ok: queued as " + text + "\r\n";
      silent("smtp.mail, text=250 2.0.0 Ok: queued as …", SmtpEchoTest::mailing);
    }
  }

  @Test
  void inWhatIsOfferedInALaterSample() throws IOException {
    for (List<String> ten : Leaks.forms(10)) {
      relay.greeting = "220 " + ten.get(0).replace(' ', '-') + "\r\n";
      relay.securedOffer =
          "250-x\r\n250-"
              + String.join("\r\n250-", ten)
              + "\r\n250 AUTH PLAIN "
              + ten.get(1)
              + "\r\n";
      silent("smtp.extensions", SmtpEchoTest::later);
    }
  }
}
