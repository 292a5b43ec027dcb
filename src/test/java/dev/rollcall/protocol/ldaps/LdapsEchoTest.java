package dev.rollcall.protocol.ldaps;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.path.Route;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Peer;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.attempt.Prober;
import dev.rollcall.probe.login.Account;
import dev.rollcall.probe.quote.Leaks;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A directory that says the secret back in every encoding, wherever there is room for text. */
class LdapsEchoTest {
  private static final Leaks LEAKS = new Leaks(Leaks.SECRET);
  private static final Account ACCOUNT = Account.of("svc", "");
  private static final int BOUND = 0x61;
  private static final byte[] ROOT_DSE =
      Messages.found(
          "defaultNamingContext",
          "DC=uni,DC=edu",
          "supportedCapabilities",
          "1.2.840.113556.1.4.800");

  private static Session login(Route route) {
    return Probes.session(route, Duration.ofSeconds(20), Probes.policy(), ACCOUNT, Leaks.SECRET);
  }

  private static Session later(Route route) {
    return Probes.later(route, Duration.ofSeconds(20), Probes.policy(), ACCOUNT, Leaks.SECRET);
  }

  /** One attempt, each of its questions answered by one of these; what is asserted is in it. */
  private static void silent(Function<Route, Session> session, String seen, byte[]... answers)
      throws IOException {
    try (Peer peer =
        Peer.serving(
            below -> {
              Socket socket = Peer.startTls(below, TestAuthority.peer().context());
              for (byte[] answer : answers) {
                if (socket.getInputStream().read(new byte[8192]) < 0) {
                  return;
                }
                socket.getOutputStream().write(answer);
              }
              Peer.drain(socket);
            })) {
      Attempt attempt =
          Prober.attempt(
              new LdapsProtocol(),
              Messages.settings("uni.edu"),
              session.apply(Probes.route(peer.address(), Transport.TCP)));
      assertTrue(attempt.toString().contains(seen), attempt::toString);
      LEAKS.none(seen, attempt.toString());
    }
  }

  private static byte[] reference(int id, String url) {
    byte[] bytes = url.getBytes(StandardCharsets.UTF_8);
    return Messages.tag(
        0x30,
        Messages.tag(2, new byte[] {(byte) id}),
        Messages.tag(Messages.REFERENCE, Messages.tag(4, bytes)));
  }

  private static byte[] done(int id, int code, String diagnostic) {
    return Messages.result(id, Messages.DONE, code, diagnostic);
  }

  @Test
  void inARefusal() throws IOException {
    for (String text : Leaks.texts(900)) {
      silent(
          LdapsEchoTest::login,
          "49 invalid credentials (",
          ROOT_DSE,
          Messages.result(4, BOUND, 49, text));
      silent(
          LdapsEchoTest::login,
          "ends the session by itself",
          ROOT_DSE,
          Messages.result(0, Messages.EXTENDED, 52, text));
    }
    String text = Leaks.texts(900).get(0);
    silent(LdapsEchoTest::login, "is not LDAP", ROOT_DSE, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void inWhatIsFound() throws IOException {
    byte[] welcome = Messages.result(4, BOUND, 0, "");
    byte[] base = Messages.join(Messages.entry(6, "dc", "uni"), done(6, 0, ""));
    for (List<String> five : Leaks.forms(5)) {
      byte[] found =
          Messages.entry(
              7,
              "sAMAccountName",
              five.get(0),
              "userAccountControl",
              "512",
              "accountExpires",
              "133800000000000000");
      for (String form : five) {
        found = Messages.join(found, reference(7, "ldap://" + form + "/" + form));
      }
      silent(
          LdapsEchoTest::login,
          "ended on 2024-12-30",
          ROOT_DSE,
          welcome,
          base,
          Messages.join(found, done(7, 0, five.get(0))));
    }
    for (String text : Leaks.texts(900)) {
      silent(
          LdapsEchoTest::login,
          "the directory has no DC=uni,DC=edu",
          ROOT_DSE,
          welcome,
          done(6, 32, text));
    }
  }

  @Test
  void inTheRootDseOfALaterSample() throws IOException {
    List<String> attributes = new ArrayList<>();
    for (String form : Leaks.forms()) {
      Stream.of("namingContexts", form, "supportedLDAPVersion", form).forEach(attributes::add);
    }
    silent(
        LdapsEchoTest::later,
        "ldap.naming-contexts",
        Messages.found(attributes.toArray(String[]::new)));
    for (List<String> five : Leaks.forms(5)) {
      byte[] entry =
          Messages.entry(
              1,
              "defaultNamingContext",
              "DC=" + five.get(0),
              "dnsHostName",
              five.get(1) + ".uni.edu",
              "vendorName",
              five.get(2),
              "vendorVersion",
              five.get(3),
              "domainFunctionality",
              five.get(4),
              "isSynchronized",
              five.get(0));
      silent(LdapsEchoTest::later, "ldap.vendor", Messages.join(entry, done(1, 53, five.get(1))));
    }
  }
}
