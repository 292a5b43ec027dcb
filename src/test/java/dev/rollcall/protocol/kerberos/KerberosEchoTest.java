package dev.rollcall.protocol.kerberos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.quote.Leaks;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A KDC that says the secret back in every encoding, wherever there is room for text. */
class KerberosEchoTest {
  private static final Leaks LEAKS = new Leaks(Leaks.SECRET);
  private static final String REALM = "UNI.EDU";
  private static final Account ACCOUNT = Account.of("svc", REALM);
  private static final Duration LONG = Duration.ofSeconds(20);

  private static Session login(Route route) {
    return Probes.session(route, LONG, Probes.policy(), ACCOUNT, Leaks.SECRET);
  }

  private static Session later(Route route) {
    return Probes.later(route, LONG, Probes.policy(), ACCOUNT, Leaks.SECRET);
  }

  private static void silent(
      String seen, Function<Route, Session> session, ScriptedKdc.Script script) throws IOException {
    try (ScriptedKdc kdc = new ScriptedKdc(script)) {
      Attempt attempt =
          Prober.attempt(
              new KerberosProtocol(),
              new KerberosSettings(REALM, KerberosSettings.DEFAULT_PRINCIPAL),
              session.apply(kdc.route(Transport.TCP)));
      assertTrue(attempt.toString().contains(seen), attempt::toString);
      LEAKS.none(seen, attempt.toString());
    }
  }

  private static ScriptedKdc.Script afterTheProof(byte[] answer) {
    return question -> question.proof() ? answer : SampleKdcAnswers.error(25, REALM);
  }

  private static byte[] error(int code, String text) {
    return SampleKdcAnswers.error(code, REALM, Duration.ZERO, text);
  }

  @Test
  void inARefusal() throws IOException {
    for (String text : Leaks.texts(900)) {
      silent("24 KDC_ERR_PREAUTH_FAILED", KerberosEchoTest::login, afterTheProof(error(24, text)));
    }
    silent(
        "of an unknown code",
        KerberosEchoTest::login,
        afterTheProof(error(1349280110, Leaks.texts(900).get(0))));
    byte[] noKerberos = Leaks.texts(900).get(0).getBytes(UTF_8);
    silent("the answer is not Kerberos", KerberosEchoTest::login, afterTheProof(noKerberos));
  }

  @Test
  void inALaterSample() throws IOException {
    for (String text : Leaks.texts(900)) {
      silent("kerberos.text", KerberosEchoTest::later, question -> error(6, text));
    }
    for (String form : Leaks.forms()) {
      silent(
          "the KDC answered about …",
          KerberosEchoTest::later,
          question -> SampleKdcAnswers.error(6, form));
      silent(
          "a ticket without pre-authentication",
          KerberosEchoTest::later,
          question -> SampleKdcAnswers.ticket(REALM, form));
    }
  }
}
